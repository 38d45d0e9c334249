// A plain page to talk to the assistant. No markup is ever made from what is said: text nodes only.
"use strict";

const API = "/webhooks/chat/v1/";
const log = document.getElementById("log");
const replies = document.getElementById("replies");
const form = document.getElementById("form");
const input = document.getElementById("text");
const NUMBERS = /\b(1-\d{3}-\d{3}-\d{4}|911|988)\b/;
let token = "";
let last = 0;

const newId = () => crypto.randomUUID?.() ?? "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (d) => (d ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (d / 4)))).toString(16));

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
    button.addEventListener("click", () => send({ payload }, title));
    replies.append(button);
  }
}

async function call(path, body) {
  const headers = { "Content-Type": "application/json" };
  if (token) headers.Authorization = "Bearer " + token;
  const answer = await fetch(API + path, { method: "POST", headers, body: JSON.stringify(body), signal: AbortSignal.timeout(15000) });
  const content = await answer.json();
  if (!answer.ok) throw new Error(content.message);
  return content;
}

async function begin() {
  const session = await call("session", { client_id: newId(), lang: document.documentElement.lang, page: location.pathname });
  token = session.token;
  take(session.events);
}

function take(events) {
  for (const event of events) {
    if (event.seq > last && event.custom.kind !== "own") show(event.text);
    last = Math.max(last, event.seq);
  }
  offer(events.flatMap((event) => event.replies));
}

async function send(said, shown) {
  show(shown, true);
  offer([]);
  try {
    if (!token) await begin();
    take((await call("messages", { id: newId(), after: last, ...said })).events);
  } catch {
    show("Your message did not get through. Please try again, or call the number above.", false, true);
    input.value ||= shown;
  }
  input.focus();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const text = input.value.trim();
  if (!text) return;
  input.value = "";
  send({ text }, text);
});

begin().catch(() => show("The assistant does not answer right now. Please call the number above.", false, true));
