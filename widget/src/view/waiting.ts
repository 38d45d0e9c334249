import type { Settings } from "../settings";
import type { Actions } from "./actions";
import { h } from "./dom";
import { prose } from "./prose";

/** After this long without an answer, in ms, we say so and give the number. */
const SLOW = 8000;
/** And after this long we no longer say that one is being written. */
const GIVE_UP = 90_000;

/** The line above the input: whether an answer is on its way, and whether the server can be reached. */
export class Waiting {
  readonly element = h("div", { class: "status" });
  #open = new Set<string>();
  #timers: number[] = [];
  #slow = false;
  #up = true;
  #down = "";

  constructor(
    private settings: Settings,
    private announce: Actions["announce"],
    private changed: () => void,
  ) {}

  asked(id: string): void {
    if (this.#open.has(id)) return;
    this.#open.add(id);
    if (this.#open.size === 1) this.#start();
    this.#show();
  }

  answered(id: string | null | undefined): void {
    if (!id || !this.#open.delete(id)) return;
    this.#stop();
    if (this.#open.size) this.#start();
    this.#show();
  }

  clear(): void {
    this.#open.clear();
    this.#stop();
    this.#show();
  }

  /** Says whether that is news. `why` is said in place of our own words. */
  link(up: boolean, why: string): boolean {
    const { words } = this.settings;
    const down = this.#withNumber(why || words.down);
    if (up === this.#up && (up || !why || down === this.#down)) return false;
    this.#up = up;
    this.#down = down;
    this.announce(up ? words.up : down);
    this.#show();
    return true;
  }

  get online(): boolean {
    return this.#up;
  }

  #start(): void {
    const sayIt = (): void => {
      this.#slow = true;
      if (this.#up) this.announce(this.#withNumber(this.settings.words.slow));
      this.#show();
    };
    this.#timers = [window.setTimeout(sayIt, SLOW), window.setTimeout(() => this.clear(), GIVE_UP)];
  }

  #stop(): void {
    this.#slow = false;
    this.#timers.forEach(clearTimeout);
  }

  #show(): void {
    const { words } = this.settings;
    this.element.replaceChildren();
    if (!this.#up) this.#note("down", this.#down);
    else if (this.#slow) this.#note("slow", this.#withNumber(words.slow));
    else if (this.#open.size) this.#note("typing", words.typing);
    this.changed();
  }

  #withNumber(text: string): string {
    const { words, phone } = this.settings;
    return phone && !text.includes(phone) ? `${text} ${words.orCall}` : text;
  }

  #note(kind: string, text: string): void {
    this.element.append(h("div", { class: kind }, ...prose(text, this.settings.phone)));
  }
}
