import type { Item } from "../talk/outbox";
import { isOwn, type ChatEvent, type Reply } from "../talk/protocol";
import type { Actions } from "./actions";
import { button, h } from "./dom";
import { answerBubble, deliveryState, ONCE, ownBubble } from "./message";

/** Everything said, and what can be answered with one tap. */
export class Log {
  #messages = h("div", { class: "messages" });
  #offers = h("div", { class: "offers", role: "group" });
  #offeredTo: unknown;
  /** What agrees to the newest read-back. */
  #yes: unknown;
  #own = new Map<string, HTMLElement>();
  #texts = new Map<Element, string>();
  readonly element: HTMLElement;

  constructor(private actions: Actions) {
    const { words } = actions.settings;
    this.#offers.setAttribute("aria-label", words.replies);
    this.#offers.hidden = true;
    const robot = h("p", { class: "robot" }, words.robot);
    this.element = h(
      "div",
      { class: "log", role: "log", "aria-live": "off", "aria-label": words.log, tabindex: 0 },
      robot,
      this.#messages,
      this.#offers,
    );
  }

  /** Shows an event. What was said before a reload comes before all that this page sent, delivered by now or not. */
  add(event: ChatEvent, history: boolean): void {
    if (isOwn(event)) return this.#replayOwn(event, history);
    this.#removeAll(".feedback");
    const { custom, replies, text } = event;
    for (const old of this.#messages.querySelectorAll<HTMLElement>(".change")) {
      if (custom?.lines) old.remove();
      else if (replies?.some(({ payload }) => payload === this.#yes)) old.hidden = false; // the same is asked again
    }
    if (custom?.lines) this.#yes = replies?.[0]?.payload;
    if (custom?.kind === "cancelled" || custom?.reference) this.#outdate(text ?? "", custom.kind === "cancelled");
    const bubble = answerBubble(event, this.actions);
    this.#texts.set(bubble, `${this.actions.settings.words.assistant} ${event.text ?? ""}`);
    this.#insert(bubble, history);
    if (event.custom?.kind !== "choose_time") this.#offer(event.replies ?? [], event);
  }

  /** Shows a message of the visitor, or how its delivery stands now. */
  item(item: Item, online: boolean): void {
    let bubble = this.#own.get(item.id);
    if (!bubble) {
      bubble = this.#say(item.id, item.title ?? item.text ?? item.payload ?? "", false);
      bubble.classList.add("new");
    }
    bubble.querySelector(".state")?.remove();
    bubble.classList.toggle("waits", item.state !== "delivered");
    if (item.state === "delivered") {
      this.#removeAll(".delivered");
    }
    bubble.append(deliveryState(item, online, this.actions));
  }

  /** Whether the visitor has said anything yet. */
  get begun(): boolean {
    return this.#own.size > 0;
  }

  /** Where on the screen that begins which must be seen of the last turn: what tells of danger, what is asked, or all of it. */
  answerTop(): number {
    let shown: Element | null = null;
    for (let one = this.#messages.lastElementChild; one?.matches(".theirs"); one = one.previousElementSibling) {
      if (one.matches(".crisis") || !shown?.querySelector(".asks")) shown = one;
    }
    return shown?.getBoundingClientRect().top ?? Infinity;
  }

  remove(id: string): void {
    this.#own.get(id)?.remove();
    this.#own.delete(id);
  }

  /** Takes away the choices that the visitor's next message answers. */
  settle(): void {
    this.#removeAll(`.${ONCE}`);
    for (const one of this.#messages.querySelectorAll<HTMLElement>(".change")) one.hidden = true;
    this.#offer([], null);
  }

  clear(): void {
    this.#messages.replaceChildren();
    this.#own.clear();
    this.#texts.clear();
    this.#offer([], null);
  }

  /** The whole chat as plain text. */
  transcript(): string {
    return [...this.#messages.children].map((bubble) => this.#texts.get(bubble)).filter(Boolean).join("\n\n") + "\n";
  }

  #removeAll(what: string): void {
    for (const old of this.#messages.querySelectorAll(what)) old.remove();
  }

  /** The card of a reference that a text names no longer tells what is so. */
  #outdate(text: string, cancelled: boolean): void {
    for (const code of this.#messages.querySelectorAll(".code")) {
      if (!text.includes(code.textContent!)) continue;
      code.nextElementSibling?.remove();
      if (cancelled) code.append(` ${this.actions.settings.words.cancelled}`);
    }
  }

  #replayOwn({ text, custom }: ChatEvent, history: boolean): void {
    const id = custom?.message_id ?? "";
    if (this.#own.has(id)) return;
    this.#say(id, text ?? "", history);
  }

  #say(id: string, text: string, history: boolean): HTMLElement {
    this.settle();
    const bubble = ownBubble(text, this.actions);
    this.#own.set(id, bubble);
    this.#texts.set(bubble, `${this.actions.settings.words.you} ${text}`);
    this.#insert(bubble, history);
    return bubble;
  }

  #insert(bubble: HTMLElement, history: boolean): void {
    this.#messages.insertBefore(bubble, history ? this.#messages.querySelector(".new") : null);
  }

  /** Buttons of one turn stand together; those of the turn before go. */
  #offer(replies: Reply[], event: ChatEvent | null): void {
    if (!event || event.in_reply_to !== this.#offeredTo) this.#offers.replaceChildren();
    this.#offeredTo = event?.in_reply_to;
    const inCard = event?.custom?.lines?.map((line) => line.change?.payload);
    const offered = replies.filter((reply) => !inCard?.includes(reply.payload));
    this.#offers.append(...offered.map((reply) => button(reply.title, () => this.actions.answer(reply, event!.seq))));
    this.#offers.hidden = !this.#offers.childElementCount;
  }
}
