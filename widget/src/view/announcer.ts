import { h } from "./dom";

/** How long a text stays in its region, in ms: long enough to be picked up, too short to be read as history. */
const STAY = 10_000;

/** One polite and one assertive region. They are there before anything is said, or screen readers would miss it. */
export class Announcer {
  #polite = h("div", { role: "status", "aria-live": "polite", "aria-atomic": "false" });
  #assertive = h("div", { role: "alert", "aria-live": "assertive", "aria-atomic": "false" });
  readonly element = h("div", { class: "vh live" }, this.#polite, this.#assertive);

  say(text: string, assertive = false): void {
    const line = h("p", {}, text);
    (assertive ? this.#assertive : this.#polite).append(line);
    setTimeout(() => line.remove(), STAY);
  }
}
