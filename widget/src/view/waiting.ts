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
  private open = new Set<string>();
  private timers: number[] = [];
  private slow = false;
  private up = true;

  constructor(
    private settings: Settings,
    private announce: Actions["announce"],
  ) {}

  asked(id: string): void {
    this.open.add(id);
    if (this.open.size === 1) this.start();
    this.show();
  }

  answered(id: string | null | undefined): void {
    if (!id || !this.open.delete(id)) return;
    this.stop();
    if (this.open.size) this.start();
    this.show();
  }

  clear(): void {
    this.open.clear();
    this.stop();
    this.show();
  }

  link(up: boolean): void {
    if (up === this.up) return;
    this.up = up;
    const { words, phone } = this.settings;
    this.announce(up ? words.up : phone ? words.down : words.downNoPhone);
    this.show();
  }

  get online(): boolean {
    return this.up;
  }

  private start(): void {
    const { words, phone } = this.settings;
    const sayIt = (): void => {
      this.slow = true;
      if (this.up) this.announce(phone ? words.slow : words.slowNoPhone);
      this.show();
    };
    this.timers = [window.setTimeout(sayIt, SLOW), window.setTimeout(() => this.clear(), GIVE_UP)];
  }

  private stop(): void {
    this.slow = false;
    this.timers.forEach(clearTimeout);
  }

  private show(): void {
    const { words, phone } = this.settings;
    this.element.replaceChildren();
    if (!this.up) this.note("down", phone ? words.down : words.downNoPhone);
    else if (this.slow) this.note("slow", phone ? words.slow : words.slowNoPhone);
    else if (this.open.size) this.note("typing", words.typing);
  }

  private note(kind: string, text: string): void {
    this.element.append(h("div", { class: kind }, ...prose(text, this.settings.phone)));
  }
}
