import type { Settings } from "../settings";

/** What a part of the view may ask for. */
export interface Actions {
  settings: Settings;
  /** A button that an event offered. */
  answer(choice: { title: string; payload: string }, seq: number): void;
  /** Words of the visitor's own. */
  type(text: string): void;
  feedback(seq: number, helpful: boolean): Promise<unknown>;
  retry(id: string): void;
  edit(id: string): void;
  exit(): void;
  announce(text: string): void;
}
