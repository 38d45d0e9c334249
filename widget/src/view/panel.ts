import type { Actions } from "./actions";
import { Composer } from "./composer";
import { button, h, icon, ICONS, newId } from "./dom";
import { HelpBar } from "./helpbar";
import { Log } from "./log";
import { Menu, type MenuActions } from "./menu";
import { Waiting } from "./waiting";

export interface PanelActions extends Actions, MenuActions {
  send(text: string): void;
  draft(text: string): void;
  close(): void;
}

/** Space in px above an answer that is scrolled to. */
const GAP = 12;
/** This near to the end, in px, counts as there. */
const NEAR = 160;

/** The open chat. */
export class Panel {
  readonly help: HelpBar;
  readonly log: Log;
  readonly waiting: Waiting;
  readonly composer: Composer;
  readonly element: HTMLElement;
  #menu: Menu;
  #top = h("div", { class: "top" });

  constructor(actions: PanelActions, draft: string) {
    const { settings } = actions;
    const { words } = settings;
    const titleId = newId();
    this.help = new HelpBar(settings);
    this.log = new Log(actions);
    this.#menu = new Menu(words, actions, (text) => actions.announce(text));
    this.waiting = new Waiting(settings, (text) => actions.announce(text), () => this.#follow());
    this.composer = new Composer(words, draft, actions.draft, actions.send);
    const title = h("div", { class: "title" }, h("h2", { id: titleId }, words.title), h("p", {}, words.subtitle));
    const leave = button(words.exit, () => actions.exit(), { class: "exit" });
    const close = button("", () => actions.close(), { class: "icon", "aria-label": words.close });
    close.append(icon(ICONS.close));
    const badge = h("span", { class: "badge" }, icon(ICONS.leaf));
    this.#top.append(h("div", { class: "head" }, badge, title, leave, this.#menu.toggle, close), this.help.element);
    this.element = h(
      "div",
      { class: "panel", role: "dialog", "aria-labelledby": titleId, onkeydown: (event: KeyboardEvent) => this.#key(event, actions) },
      this.#top,
      this.#menu.sheet,
      this.log.element,
      this.waiting.element,
      this.composer.element,
    );
    this.element.hidden = true;
  }

  /** Scrolls to the last word, or to the beginning of an answer that is higher than the view. */
  toEnd(): void {
    const scroller = this.#scroller;
    if (!this.log.begun) return;
    scroller.scrollTop = scroller.scrollHeight;
    const covered = this.#short ? this.#top.offsetHeight : 0;
    const above = this.log.answerTop() - scroller.getBoundingClientRect().top - covered - GAP;
    if (above < 0) scroller.scrollTop += above;
  }

  /** Stays at the end, with the top of the last answer in view, when what is below grew, unless the visitor reads further up. */
  #follow(): void {
    const scroller = this.#scroller;
    if (scroller.scrollHeight - scroller.scrollTop - scroller.clientHeight < NEAR) this.toEnd();
  }

  get #short(): boolean {
    return this.element.classList.contains("short");
  }

  get #scroller(): HTMLElement {
    return this.#short ? this.element : this.log.element;
  }

  /** After what had the focus went away: to the input, or on a touch screen to the log, so that no keyboard jumps up. */
  rescueFocus(): void {
    if ((this.element.getRootNode() as ShadowRoot).activeElement) return;
    const touch = matchMedia("(pointer: coarse)").matches;
    (touch ? this.log.element : this.composer.input).focus({ preventScroll: true });
  }

  #key(event: KeyboardEvent, actions: PanelActions): void {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    if (this.#menu.isOpen) this.#menu.close();
    else actions.close();
  }
}
