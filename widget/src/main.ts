import { ChatElement, type EventName } from "./element";
import { telOf } from "./mdlite";
import { readSettings } from "./settings";
import type { Words } from "./words/en";

interface Public {
  strings?: Partial<Words>;
  open?(): void;
  close?(): void;
  /** Calls `heard` at "open", "close" and "message"; returns what ends that. */
  on?(name: EventName, heard: () => void): () => void;
}

declare global {
  interface Window {
    IopChat?: Public;
  }
}

const TAG = "iop-chat";
const script = document.currentScript as HTMLScriptElement | null;

/** A plain link to the helpline, for when the chat cannot start. */
function leaveLink(): void {
  const { phone } = script?.dataset ?? {};
  if (!phone || document.querySelector(`${TAG} a`)) return;
  const link = document.createElement("a");
  link.href = telOf(phone);
  link.textContent = phone;
  document.body.append(link);
}

function start(): void {
  const heard: Record<EventName, Set<() => void>> = { open: new Set(), close: new Set(), message: new Set() };
  const settings = readSettings(script, window.IopChat?.strings);
  customElements.define(TAG, ChatElement);
  const found = document.querySelector(TAG) as ChatElement | null;
  const chat = found ?? (document.createElement(TAG) as ChatElement);
  chat.notify = (name) => heard[name].forEach((one) => one());
  chat.start(settings);
  if (!found) document.body.append(chat);
  window.IopChat = {
    ...window.IopChat,
    open: () => chat.open(),
    close: () => chat.close(),
    on(name, one) {
      heard[name]?.add(one);
      return () => heard[name]?.delete(one);
    },
  };
  performance.mark(TAG);
}

function safely(): void {
  if (customElements.get(TAG)) return; // the page includes it twice
  try {
    start();
  } catch {
    leaveLink();
  }
}

if (document.readyState !== "loading") safely();
else document.addEventListener("DOMContentLoaded", safely);
