import type { Item } from "./outbox";

/** What outlives a reload. Never what the assistant said: the server replays that. */
export interface Kept {
  client?: string;
  token?: string;
  outbox?: Item[];
  draft?: string;
}

const KEY = "iop-chat";

/**
 * sessionStorage with a time limit, since phones are shared; memory where storage is blocked.
 * `limit` is the time in ms after the last use when everything is forgotten.
 */
export class Store {
  #kept: Kept = {};
  #last = 0;

  constructor(
    private storage: Storage | null,
    private limit: number,
    private now: () => number = Date.now,
  ) {
    try {
      const { at, ...kept } = JSON.parse(storage?.getItem(KEY) ?? "{}");
      if (this.now() - at < limit) {
        this.#kept = kept;
        this.#last = at;
      } else this.wipe();
    } catch {
      this.wipe();
    }
  }

  get(): Kept {
    return this.#kept;
  }

  put(change: Kept): void {
    Object.assign(this.#kept, change);
    this.#last = this.now();
    try {
      this.storage?.setItem(KEY, JSON.stringify({ ...this.#kept, at: this.#last }));
    } catch {
      this.storage = null;
    }
  }

  /** Whether the chat has been left alone for longer than the limit. */
  get stale(): boolean {
    return this.#last > 0 && this.now() - this.#last > this.limit;
  }

  wipe(): void {
    this.#kept = {};
    this.#last = 0;
    try {
      this.storage?.removeItem(KEY);
    } catch {
      this.storage = null;
    }
  }
}

/** The tab's own storage, or null where the browser blocks it. */
export function tabStorage(): Storage | null {
  try {
    return window.sessionStorage;
  } catch {
    return null;
  }
}
