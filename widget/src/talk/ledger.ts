import type { ChatEvent } from "./protocol";

/**
 * Which events have been shown. `cursor` is where the next poll starts. Only polls move it: they return everything after
 * it, while the answer to one message may overtake a late answer to another. `shown` is the newest one, however it came.
 */
export class Ledger {
  cursor = 0;
  shown = 0;
  #seen = new Set<number>();

  /** The events not seen before, in order. */
  take(events: ChatEvent[], fromPoll = false): ChatEvent[] {
    const fresh: ChatEvent[] = [];
    for (const event of [...events].sort((one, other) => one.seq - other.seq)) {
      if (!this.#seen.has(event.seq)) fresh.push(event);
      this.#seen.add(event.seq);
      this.shown = Math.max(this.shown, event.seq);
      if (fromPoll) this.cursor = Math.max(this.cursor, event.seq);
    }
    return fresh;
  }

  clear(): void {
    this.cursor = this.shown = 0;
    this.#seen.clear();
  }
}
