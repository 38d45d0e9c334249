/** A wait that a returning connection can cut short. */
export class Pause {
  #end = (): void => {};

  wait(ms: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, ms);
      this.#end = () => {
        clearTimeout(timer);
        done();
      };
    });
  }

  cut(): void {
    this.#end();
  }
}
