import type { Words } from "../words/en";
import { h, icon, ICONS, newId } from "./dom";

const LONGEST = 2000;

/** Where the visitor types. It is never disabled. */
export class Composer {
  readonly input: HTMLTextAreaElement;
  readonly element: HTMLFormElement;

  constructor(words: Words, draft: string, kept: (draft: string) => void, send: (text: string) => void) {
    const id = newId();
    this.input = h("textarea", {
      id,
      rows: 1,
      maxlength: LONGEST,
      enterkeyhint: "send",
      placeholder: words.placeholder,
      oninput: () => {
        this.grow();
        kept(this.input.value);
      },
      onkeydown: (event: KeyboardEvent) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.element.requestSubmit();
      },
    });
    this.input.value = draft;
    const onsubmit = (event: SubmitEvent): void => {
      event.preventDefault();
      const text = this.input.value.trim();
      if (!text) return this.input.focus();
      this.fill("");
      send(text);
      this.input.focus();
    };
    const go = h("button", { class: "send", "aria-label": words.send }, icon(ICONS.send));
    const label = h("label", { for: id, class: "vh" }, words.input);
    this.element = h("form", { class: "composer", novalidate: true, onsubmit }, label, this.input, go);
  }

  fill(text: string): void {
    this.input.value = text;
    this.input.dispatchEvent(new Event("input"));
  }

  /** As high as its text, within limits that the style sheet sets. */
  grow(): void {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 2}px`;
  }
}
