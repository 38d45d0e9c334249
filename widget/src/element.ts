import { Chat } from "./chat";
import type { Settings } from "./settings";
import css from "./style.css";
import { Store, tabStorage } from "./talk/store";
import { Announcer } from "./view/announcer";
import { h, icon, ICONS } from "./view/dom";
import { Fit } from "./view/fit";

export type EventName = "open" | "close" | "message";

/** `<iop-chat>`: a button, and the chat once it was pressed. Nothing is requested before. */
export class ChatElement extends HTMLElement {
  settings!: Settings;
  /** Told of `open`, `close` and `message`, never of what is said. */
  notify: (name: EventName) => void = () => {};
  #announcer = new Announcer();
  #label = h("span");
  #launcher = h("button", { type: "button", class: "launcher", "aria-expanded": "false", onclick: () => this.#toggle() });
  #chat?: Chat;
  #fit?: Fit;

  /** Takes the place of the plain link inside, which shows for as long as this did not work. */
  start(settings: Settings): void {
    if (this.shadowRoot) return;
    this.settings = settings;
    const style = new CSSStyleSheet();
    style.replaceSync(css);
    const root = h("div", { class: "root", lang: settings.lang, "data-theme": settings.theme });
    const { token, outbox } = new Store(tabStorage(), settings.keep).get();
    this.#label.textContent = token || outbox?.length ? settings.words.resume : settings.words.launcher;
    this.#launcher.append(icon(ICONS.chat), this.#label);
    root.append(this.#launcher, this.#announcer.element);
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [style];
    shadow.append(root);
  }

  get isOpen(): boolean {
    return this.#launcher.getAttribute("aria-expanded") === "true";
  }

  open(): void {
    if (this.isOpen || !this.#launcher.isConnected) return;
    const chat = (this.#chat ??= this.#build());
    this.#show(true);
    chat.listen(!document.hidden);
    chat.panel.composer.grow();
    chat.panel.composer.input.focus();
    chat.panel.toEnd();
  }

  close(): void {
    if (!this.isOpen) return;
    this.#show(false);
    this.#chat?.listen(false);
    this.#launcher.focus();
  }

  #toggle(): void {
    if (this.isOpen) this.close();
    else this.open();
  }

  #show(open: boolean): void {
    const { words } = this.settings;
    this.#chat!.panel.element.hidden = !open;
    this.#launcher.setAttribute("aria-expanded", String(open));
    this.#label.textContent = open ? words.close : words.resume;
    this.#launcher.querySelector("path")!.setAttribute("d", open ? ICONS.down : ICONS.chat);
    this.#label.classList.toggle("vh", open);
    this.#launcher.classList.remove("unread");
    this.#fit!.set(open);
    this.notify(open ? "open" : "close");
  }

  #build(): Chat {
    const chat = new Chat(
      this.settings,
      this.#announcer,
      () => this.#messaged(),
      () => this.close(),
    );
    const { element } = chat.panel;
    this.#launcher.before(element);
    this.#fit = new Fit(this, element, () => chat.panel.toEnd());
    const again = (): void => {
      chat.listen(this.isOpen && !document.hidden);
      if (!document.hidden) chat.resync();
    };
    window.addEventListener("online", again);
    window.addEventListener("offline", () => chat.offline());
    document.addEventListener("visibilitychange", again);
    return chat;
  }

  #messaged(): void {
    this.notify("message");
    if (this.isOpen) return;
    this.#label.textContent = this.settings.words.unread;
    this.#launcher.classList.add("unread");
  }
}
