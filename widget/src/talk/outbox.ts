import type { Draft } from "./protocol";

/**
 * queued -> sending -> delivered
 *              |-> queued again, after a pause, while tries are left
 *              '-> failed -> queued, when the visitor or a new connection says so
 */
export type State = "queued" | "sending" | "delivered" | "failed";

export interface Item extends Draft {
  /** Made once and kept through every retry, so that the server answers it once. */
  id: string;
  state: State;
  tries: number;
  /** Why the server turned it away, in its words. */
  why?: string;
  /** For good. */
  refused?: boolean;
  /** Its session was gone once already. */
  renewed?: boolean;
}

export const MOST_TRIES = 4;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30_000;

/** A jittered pause in ms before try number `tries + 1`, so that many visitors do not return at the same moment. */
export function backOff(tries: number, random: () => number = Math.random): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (tries - 1)) * (0.5 + random() / 2);
}

/** What the visitor said and the server has not confirmed, oldest first. `changed` hears of every change. */
export class Outbox {
  #items: Item[] = [];

  constructor(private changed: (item: Item) => void) {}

  /** What was kept from before a reload: all but what was refused is sent again under its id. */
  restore(items: Item[]): void {
    for (const item of items) {
      if (this.find(item.id)) continue;
      if (!item.refused) item.state = "queued";
      this.#items.push({ ...item, tries: 0 });
    }
  }

  all(): readonly Item[] {
    return this.#items;
  }

  find(id: string): Item | undefined {
    return this.#items.find((item) => item.id === id);
  }

  add(id: string, draft: Draft): Item {
    const item: Item = { ...draft, id, state: "queued", tries: 0 };
    this.#items.push(item);
    this.changed(item);
    return item;
  }

  /** The next one to send; none while one is on its way, so that they arrive in order. */
  next(): Item | undefined {
    if (this.#items.some((item) => item.state === "sending")) return undefined;
    return this.#items.find((item) => item.state === "queued");
  }

  sending(item: Item): void {
    item.tries += 1;
    delete item.why;
    this.#to(item, "sending");
  }

  /** Confirmed, by the answer to its request or by an event that came first. Says whether it was waited for. */
  delivered(id: string): boolean {
    const item = this.find(id);
    if (!item) return false;
    this.#items = this.#items.filter((other) => other !== item);
    this.#to(item, "delivered");
    return true;
  }

  /** A try came to nothing. Returns the pause in ms before the next, or null when that was the last. */
  missed(item: Item, retryable: boolean, retryAfter = 0, message = ""): number | null {
    if (!this.find(item.id)) return null;
    item.why = message;
    if (retryable && item.tries < MOST_TRIES) {
      this.#to(item, "queued");
      return Math.max(retryAfter, backOff(item.tries));
    }
    item.refused = !retryable;
    this.#to(item, "failed");
    return null;
  }

  /** The session was gone: once, the message goes into a new one, where no button was offered yet. */
  renew(item: Item): boolean {
    if (item.renewed) return false;
    item.renewed = true;
    item.text ??= item.title ?? item.payload;
    delete item.payload;
    delete item.reply_to_seq;
    item.after = 0; // nothing of the new one was on the screen
    item.tries = 0;
    this.#to(item, "queued");
    return true;
  }

  /** The visitor's "Try again". */
  retry(id: string): void {
    const item = this.find(id);
    if (item?.state !== "failed") return;
    item.tries = 0;
    delete item.refused;
    this.#to(item, "queued");
  }

  /** A new connection: everything that failed for want of one goes again. */
  retryAll(): void {
    for (const item of this.#items) if (!item.refused) this.retry(item.id);
  }

  /** Takes one back, to be edited. */
  remove(id: string): void {
    this.#items = this.#items.filter((item) => item.id !== id);
  }

  clear(): void {
    this.#items = [];
  }

  #to(item: Item, state: State): void {
    item.state = state;
    this.changed(item);
  }
}
