import type { Item } from "./outbox";
import type { ChatEvent } from "./protocol";

/** Who shows what a conversation brings. */
export interface Watcher {
  /** New events; `history` when they only fill in what was said before a reload. */
  said(events: ChatEvent[], history: boolean): void;
  /** A message of the visitor changed its state. */
  moved(item: Item): void;
  /** Whether the server can be reached; `why` is what it says when it turns the visitor away. */
  link(up: boolean, why: string): void;
}
