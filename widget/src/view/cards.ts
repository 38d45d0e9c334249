import type { ChatEvent, Reply } from "../talk/protocol";
import type { Actions } from "./actions";
import { button, h, hiddenText, newId } from "./dom";
import { invitation } from "./ics";
import { download } from "./download";
import { ONCE } from "./message";

/** What an event shows besides its text, by `custom.kind`. */
export function card(event: ChatEvent, actions: Actions): HTMLElement | null {
  switch (event.custom?.kind) {
    case "choose_time":
      return chooseTime(event, actions);
    case "ask_phone":
      return askPhone(actions);
    case "read_back":
      return readBack(event, actions);
    case "reference":
      return reference(event, actions);
    default:
      return null;
  }
}

/** Days and times as buttons, under their day where the replies name one. */
function chooseTime(event: ChatEvent, actions: Actions): HTMLElement {
  const { words } = actions.settings;
  const box = h("div", { class: `card ${ONCE}`, role: "group", "aria-label": words.time });
  const groups = new Map<string, Reply[]>();
  for (const reply of event.replies ?? []) groups.set(reply.group ?? "", [...(groups.get(reply.group ?? "") ?? []), reply]);
  for (const [day, replies] of groups) {
    const id = newId();
    const choices = replies.map((reply) => button(reply.title, () => actions.answer(reply, event.seq)));
    const times = h("div", { class: "times", role: day ? "group" : null, "aria-labelledby": day ? id : null }, ...choices);
    box.append(...(day ? [h("p", { class: "label", id }, day)] : []), times);
  }
  box.append(h("p", { class: "note" }, words.timeHint));
  return box;
}

/** A field of its own, so that a phone shows its number keys; words can still be typed below. */
function askPhone(actions: Actions): HTMLElement {
  const { words } = actions.settings;
  const [id, hint] = [newId(), newId()];
  const note = h("p", { class: "note", id: hint }, words.phoneHint);
  const input = h("input", { id, type: "tel", inputmode: "tel", autocomplete: "tel", "aria-describedby": hint, maxlength: 40 });
  const onsubmit = (event: Event): void => {
    event.preventDefault();
    if (input.value.replace(/\D/g, "").length > 9) return actions.type(input.value.trim());
    note.textContent = words.phoneBad;
    input.setAttribute("aria-invalid", "true");
    actions.announce(words.phoneBad);
    input.focus();
  };
  const label = h("label", { class: "label", for: id }, words.phone);
  return h("form", { class: `card ${ONCE}`, novalidate: true, onsubmit }, label, input, note, h("button", { class: "main" }, words.phoneGo));
}

/** What was understood, line by line, each with a way to change it. */
function readBack(event: ChatEvent, actions: Actions): HTMLElement {
  const { words } = actions.settings;
  const list = h("dl");
  for (const { label, value, change } of event.custom?.lines ?? []) {
    const go = change && button("", () => actions.answer({ title: change.title ?? `${words.change}: ${label}`, payload: change.payload }, event.seq), { class: "change" });
    go?.append(words.change, hiddenText(` ${label}: ${value}`));
    list.append(h("div", {}, h("dt", {}, label), h("dd", {}, value), go && h("dd", {}, go)));
  }
  return h("div", { class: "card", role: "group", "aria-label": words.check }, list);
}

/** The reference of a booked call, to copy or to put into a calendar. */
function reference({ custom }: ChatEvent, actions: Actions): HTMLElement {
  const { words, phone } = actions.settings;
  const code = custom?.reference ?? "";
  const copy = button(words.copy, async () => {
    const done = await navigator.clipboard?.writeText(code).then(() => true, () => false);
    copy.textContent = done ? words.copied : words.copyFailed;
    actions.announce(copy.textContent);
  });
  const { start, end } = custom ?? {};
  const save = start && end && button(words.calendar, () => download(`${code}.ics`, "text/calendar", invitation(code, start, end, words.call, phone)));
  return h("div", { class: "card" }, h("p", { class: "label" }, words.reference), h("p", { class: "code" }, code), h("div", { class: "times" }, copy, save || null));
}
