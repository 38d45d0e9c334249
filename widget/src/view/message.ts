import type { Item } from "../talk/outbox";
import { isCrisis, type ChatEvent } from "../talk/protocol";
import type { Actions } from "./actions";
import { es } from "../words/es";
import { card } from "./cards";
import { button, h, hiddenText } from "./dom";
import { prose } from "./prose";

/** What goes away with the visitor's next message: choices that are then answered or out of date. */
export const ONCE = "once";

/** Something the assistant said. `live` is false for what a reload brings back. */
export function answerBubble(event: ChatEvent, actions: Actions): HTMLElement {
  const { custom, replies } = event;
  const { settings } = actions;
  const words = custom?.lang ? es : settings.words;
  const kind = isCrisis(event) ? "crisis" : event.type;
  const [first, ...more] = (event.text ?? "").split("\n");
  const shown = custom?.lines && more[0]; // a card says for the eye what the first line says
  const asks = replies?.length && custom?.kind !== "answer";
  const text = h("div", { class: asks ? "text asks" : "text" }, ...prose(shown ? more.join("\n") : (event.text ?? ""), settings.phone));
  const parts = [text, card(event, actions)];
  const bubble = h("div", { class: `msg theirs ${kind}` }, hiddenText(words.assistant), ...(shown ? [hiddenText(first), ...parts.reverse()] : parts));
  if (custom?.crisis === "violence") {
    bubble.append(button(words.exitNow, () => actions.exit(), { class: "leave" }), h("p", { class: "note" }, words.exitNote));
  }
  if (event.type === "message" && event.in_reply_to && custom?.kind === "answer") bubble.append(feedback(event.seq, actions));
  return bubble;
}

function feedback(seq: number, actions: Actions): HTMLElement {
  const { words } = actions.settings;
  const row = h("div", { class: `feedback ${ONCE}`, role: "group", "aria-label": words.helpful });
  const choose = async (helpful: boolean): Promise<void> => {
    try {
      await actions.feedback(seq, helpful);
      const thanks = h("span", { tabindex: -1 }, words.thanks);
      const focused = row.contains((row.getRootNode() as ShadowRoot).activeElement);
      row.replaceChildren(thanks);
      if (focused) thanks.focus();
      actions.announce(words.thanks);
    } catch {
      actions.announce(words.failed);
      row.querySelector("span")!.textContent = `${words.failed}. ${words.retry}?`;
    }
  };
  row.append(h("span", {}, words.helpful), button(words.yes, () => choose(true)), button(words.no, () => choose(false)));
  return row;
}

/** Something the visitor said. */
export function ownBubble(text: string, actions: Actions): HTMLElement {
  return h("div", { class: "msg own" }, hiddenText(actions.settings.words.you), h("p", { class: "text" }, text));
}

/** How the delivery of a message stands, under its bubble. */
export function deliveryState(item: Item, online: boolean, actions: Actions): HTMLElement {
  const { words } = actions.settings;
  if (item.state === "delivered") return h("div", { class: "state delivered" }, words.delivered);
  if (item.state === "failed") {
    const again = item.refused && item.why
      ? button(words.edit, () => actions.edit(item.id), { class: "again" })
      : button(words.retry, () => actions.retry(item.id), { class: "again" });
    return h("div", { class: "state failed" }, h("span", {}, item.why ? `${words.failed}. ${item.why}` : words.failed), again);
  }
  return h("div", { class: "state" }, item.why || (online ? words.sending : words.waiting));
}
