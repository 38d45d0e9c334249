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

/** The open chat. */
export class Panel {
  readonly help: HelpBar;
  readonly log: Log;
  readonly waiting: Waiting;
  readonly composer: Composer;
  readonly element: HTMLElement;
  private menu: Menu;

  constructor(actions: PanelActions, draft: string) {
    const { settings } = actions;
    const { words } = settings;
    const titleId = newId();
    this.help = new HelpBar(settings);
    this.log = new Log(actions);
    this.menu = new Menu(words, actions, (text) => actions.announce(text));
    this.waiting = new Waiting(settings, (text) => actions.announce(text));
    this.composer = new Composer(words, draft, actions.draft, actions.send);
    const title = h("div", { class: "title" }, h("h2", { id: titleId }, words.title), h("p", {}, words.subtitle));
    const leave = button(words.exit, () => actions.exit(), { class: "exit", title: words.exitHint });
    leave.prepend(icon(ICONS.exit));
    const close = button("", () => actions.close(), { class: "icon", "aria-label": words.close });
    close.append(icon(ICONS.close));
    const badge = h("span", { class: "badge" }, icon(ICONS.leaf));
    this.element = h(
      "div",
      { class: "panel", role: "dialog", "aria-labelledby": titleId, onkeydown: (event: KeyboardEvent) => this.key(event, actions) },
      h("header", {}, badge, title, leave, this.menu.toggle, close),
      this.menu.sheet,
      this.help.element,
      this.log.element,
      this.waiting.element,
      this.composer.element,
    );
    this.element.hidden = true;
  }

  /** Scrolls to the last word; an answer that is higher than the view, to its beginning. */
  toEnd(): void {
    const scroller = this.element.classList.contains("short") ? this.element : this.log.element;
    scroller.scrollTop = scroller.scrollHeight;
  }

  /** After what had the focus went away: to the input, or on a touch screen to the log, so that no keyboard jumps up. */
  rescueFocus(): void {
    if ((this.element.getRootNode() as ShadowRoot).activeElement) return;
    const touch = matchMedia("(pointer: coarse)").matches;
    (touch ? this.log.element : this.composer.input).focus({ preventScroll: true });
  }

  private key(event: KeyboardEvent, actions: PanelActions): void {
    if (event.key !== "Escape" || event.isComposing) return;
    event.stopPropagation();
    if (this.menu.isOpen) this.menu.close();
    else actions.close();
  }
}
