import type { ChatEvent, Draft, Session } from "./protocol";

/** How long a request may take, and how long the server may hold an empty poll, in ms. */
const TIMEOUT = 15_000;
const POLL_TIMEOUT = 35_000;

/** A request that got no answer (`status` 0) or was refused. `retryAfter` is in ms. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly retryable: boolean,
    readonly retryAfter: number,
    message = "",
  ) {
    super(message);
  }
}

/** The chat channel's requests. No cookies; the token goes in a header. */
export class Api {
  token = "";
  #running = new Set<AbortController>();

  constructor(private base: string) {}

  session(client_id: string, lang: string, page: string): Promise<Session> {
    return this.#call("POST", "session", { client_id, lang, page }, TIMEOUT, "token");
  }

  send(id: string, draft: Draft): Promise<{ events?: ChatEvent[] }> {
    const { text, payload, reply_to_seq, after } = draft;
    return this.#call("POST", "messages", { id, text, payload, reply_to_seq, after }, TIMEOUT, "status");
  }

  async events(after: number, stop: AbortController): Promise<ChatEvent[]> {
    const answer = await this.#call<{ events?: ChatEvent[] }>("GET", `events?after=${after}`, undefined, POLL_TIMEOUT, "events", stop);
    return answer.events ?? [];
  }

  feedback(seq: number, helpful: boolean): Promise<unknown> {
    return this.#call("POST", "feedback", { seq, helpful }, TIMEOUT);
  }

  erase(): Promise<unknown> {
    return this.#call("DELETE", "session", undefined, TIMEOUT);
  }

  /** Gives up everything that is under way. */
  abort(): void {
    for (const one of this.#running) one.abort();
  }

  /** `must` is a key that a real answer has: a login page of a hotel's network has none. */
  async #call<T>(method: string, path: string, body?: object, timeout = TIMEOUT, must = "", stop = new AbortController()): Promise<T> {
    const timer = setTimeout(() => stop.abort(), timeout);
    this.#running.add(stop);
    try {
      const headers: Record<string, string> = {};
      if (body) headers["Content-Type"] = "application/json";
      if (this.token) headers.Authorization = `Bearer ${this.token}`;
      const answer = await fetch(this.base + path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        signal: stop.signal,
        credentials: "omit",
        cache: "no-store",
        referrerPolicy: "no-referrer",
      });
      if (answer.status === 204) return {} as T;
      const content = await answer.json().catch(() => ({}));
      if (!answer.ok) {
        const wait = Number(content.retry_after ?? answer.headers.get("Retry-After")) || 0;
        throw new ApiError(answer.status, content.retryable ?? answer.status > 499, wait * 1000, content.message);
      }
      if (must && !(must in content)) throw new ApiError(0, true, 0);
      return content;
    } catch (problem) {
      throw problem instanceof ApiError ? problem : new ApiError(0, true, 0);
    } finally {
      clearTimeout(timer);
      this.#running.delete(stop);
    }
  }
}
