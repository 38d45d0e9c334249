import { telOf } from "./mdlite";
import { en, type Words } from "./words/en";
import { es } from "./words/es";

export interface Settings {
  /** Where the chat channel answers, with a slash at the end. */
  api: string;
  /** The centre's helpline as it is written, and as a `tel:` address; empty when the page names none. */
  phone: string;
  tel: string;
  lang: string;
  theme: string;
  /** Where quick exit goes. */
  exit: string;
  /** How long a chat that is left alone is kept on the device, in ms. */
  keep: number;
  words: Words;
}

const WEATHER = "https://www.weather.gov/";
const KEEP_MINUTES = 30;


/** Reads the `data-` attributes of the script tag. Words: `data-text-NAME` or `overrides` before our own. */
export function readSettings(script: HTMLScriptElement | null, overrides: Partial<Words> = {}): Settings {
  const data = script?.dataset ?? {};
  const own = script?.src ? new URL(script.src).origin : location.origin;
  const api = new URL(data.api ?? "/webhooks/chat/v1/", own).href.replace(/\/*$/, "/");
  const exit = new URL(data.exit ?? WEATHER, location.href);
  const phone = (data.phone ?? "").trim();
  const lang = (data.lang || document.documentElement.lang || "en").slice(0, 2).toLowerCase();
  const words = { ...(lang === "es" ? es : en), ...overrides };
  for (const key of Object.keys(words) as (keyof Words)[]) {
    words[key] = (data["text" + key[0].toUpperCase() + key.slice(1)] ?? words[key]).replace(/\{phone\}/g, phone);
  }
  return {
    api,
    phone,
    tel: telOf(phone),
    lang: lang === "es" ? "es" : "en",
    theme: data.theme ?? "auto",
    exit: /^https?:$/.test(exit.protocol) ? exit.href : WEATHER,
    keep: (Number(data.keep) || KEEP_MINUTES) * 60_000,
    words,
  };
}
