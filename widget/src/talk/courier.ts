import type { ApiError } from "./api";
import type { Item, Outbox } from "./outbox";
import { Pause } from "./pause";

/** Takes what is in the outbox to the server, one message at a time, and again after a pause when that came to nothing. */
export class Courier {
  #running = false;
  #pause = new Pause();

  /** `deliver` raises ApiError; `stuck` hears when the tries for a message have run out, and what the server said. */
  constructor(
    private outbox: Outbox,
    private deliver: (item: Item) => Promise<void>,
    private stuck: (why: string) => void,
  ) {}

  /** Sets off, unless under way. */
  async go(): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    for (let item = this.outbox.next(); item; item = this.outbox.next()) {
      this.outbox.sending(item);
      try {
        await this.deliver(item);
      } catch (problem) {
        const { retryable, retryAfter, message } = problem as ApiError;
        const wait = this.outbox.missed(item, retryable, retryAfter, message);
        if (wait !== null) await this.#pause.wait(wait);
        else if (retryable) {
          this.stuck(message);
          break; // nothing overtakes it
        }
      }
    }
    this.#running = false;
  }

  /** Waits no longer. */
  hurry(): void {
    this.#pause.cut();
    void this.go();
  }
}
