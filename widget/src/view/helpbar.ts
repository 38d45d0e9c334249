import type { Settings } from "../settings";
import { button, h, icon, ICONS, newId } from "./dom";

/** Numbers that work with the server dead. They never change with what is said; only more of them shows. */
export class HelpBar {
  #list = h("div", { class: "numbers", id: newId() });
  #toggle: HTMLButtonElement;
  readonly element: HTMLElement;

  constructor({ words, tel }: Settings) {
    const number = (href: string, label: string, call: string, note: string): void =>
      this.#list.append(h("a", { href }, h("small", {}, label), h("b", {}, call), h("span", {}, note)));
    number("tel:911", words.emergency, words.emergencyCall, words.emergencyNote);
    number("tel:988", words.crisisLine, words.crisisCall, words.crisisNote);
    number("sms:988", words.crisisLine, words.crisisText, words.crisisTextNote);
    if (tel) number(tel, words.helpline, words.helplineCall, words.helplineNote);
    this.#toggle = button("", () => this.open(!this.isOpen), {
      class: "icon",
      "aria-label": words.helpMore,
      "aria-controls": this.#list.id,
      "aria-expanded": "false",
    });
    this.#toggle.append(icon(ICONS.down));
    const lead = h("p", { class: "lead" }, words.helpOpen);
    this.element = h("section", { class: "help", "aria-label": words.help }, lead, this.#list, this.#toggle);
  }

  get isOpen(): boolean {
    return this.element.classList.contains("open");
  }

  open(open: boolean): void {
    this.element.classList.toggle("open", open);
    this.#toggle.setAttribute("aria-expanded", String(open));
  }
}
