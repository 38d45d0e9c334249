// A plain page to talk to the assistant. No markup is ever made from what is said: text nodes only.
"use strict";

const log = document.getElementById("log");
const replies = document.getElementById("replies");
const form = document.getElementById("form");
const input = document.getElementById("text");
const sender = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2) + Date.now();
const NUMBERS = /\b(1-\d{3}-\d{3}-\d{4}|911|988)\b/;

function show(text, mine = false, failed = false) {
  const line = document.createElement("p");
  if (mine) line.className = "mine";
  if (failed) line.className = "failed";
  for (const part of text.split(NUMBERS)) {
    if (!mine && NUMBERS.test(part)) {
      const link = document.createElement("a");
      link.href = "tel:" + part;
      link.textContent = part;
      line.append(link);
    } else {
      line.append(part);
    }
  }
  log.append(line);
  line.scrollIntoView({ block: "end" });
}

function offer(buttons) {
  replies.replaceChildren();
  for (const { title, payload } of buttons) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = title;
    button.addEventListener("click", () => send(payload, title));
    replies.append(button);
  }
}

async function send(text, shown = text) {
  if (shown) show(shown, true);
  offer([]);
  try {
    const answer = await fetch("/webhooks/rest/webhook", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ sender, message: text }),
      signal: AbortSignal.timeout(15000),
    });
    const messages = await answer.json();
    if (!answer.ok) throw new Error(messages.error);
    for (const message of messages) if (message.text) show(message.text);
    offer(messages.flatMap((message) => message.buttons || []));
  } catch {
    show("Your message did not get through. Please try again, or call [[helpline]]. In danger? Call [[emergency]], or call or text [[suicide_lifeline]].", false, true);
    if (shown) input.value ||= text;
  }
  input.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  send(text);
});

send("hello", "");
