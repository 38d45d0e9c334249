import type { Words } from "../words/en";
import { button, h, icon, ICONS, newId } from "./dom";

export interface MenuActions {
  save(): void;
  /** Raises when the server could not be reached. */
  clear(): Promise<void>;
}

/** "More" in the header: save a copy, clear the chat, each asked about first. */
export class Menu {
  readonly toggle: HTMLButtonElement;
  /** Where the choices and the question show, below the header. */
  readonly sheet = h("div", { class: "sheet", id: newId() });

  constructor(
    private words: Words,
    private actions: MenuActions,
    private announce: (text: string) => void,
  ) {
    this.sheet.hidden = true;
    this.toggle = button("", () => (this.isOpen ? this.close() : this.#choices()), {
      class: "icon",
      "aria-label": words.menu,
      "aria-expanded": "false",
      "aria-controls": this.sheet.id,
    });
    this.toggle.append(icon(ICONS.more));
  }

  get isOpen(): boolean {
    return !this.sheet.hidden;
  }

  /** Closes it; the focus goes back to where it came from. */
  close(): void {
    this.sheet.hidden = true;
    this.toggle.setAttribute("aria-expanded", "false");
    this.toggle.focus();
  }

  #choices(): void {
    const { words } = this;
    const save = (): void => {
      this.actions.save();
      this.close();
    };
    this.#show(
      button(words.save, () => this.#ask(words.saveWarn, words.saveGo, save)),
      button(words.clear, () => this.#ask(words.clearWarn, words.clearGo, () => this.#clear())),
    );
  }

  #ask(warning: string, go: string, act: () => void): void {
    this.#show(h("p", {}, warning), button(go, act, { class: "main" }), button(this.words.cancel, () => this.close()));
    this.announce(warning);
  }

  async #clear(): Promise<void> {
    try {
      await this.actions.clear();
      this.close();
      this.announce(this.words.cleared);
    } catch {
      this.#ask(this.words.clearFailed, this.words.clearGo, () => this.#clear());
    }
  }

  #show(...content: HTMLElement[]): void {
    this.sheet.replaceChildren(...content);
    this.sheet.hidden = false;
    this.toggle.setAttribute("aria-expanded", "true");
    this.sheet.querySelector("button")!.focus();
  }
}
