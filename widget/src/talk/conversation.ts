import { Api, ApiError } from "./api";
import { Courier } from "./courier";
import { randomId } from "./ids";
import { Ledger } from "./ledger";
import { backOff, Outbox, type Item } from "./outbox";
import { Pause } from "./pause";
import { isOwn, type ChatEvent, type Draft } from "./protocol";
import type { Store } from "./store";
import type { Watcher } from "./watcher";

/** The least pause between polls, in ms, whatever a server answers. */
const SHORTEST_POLL = 300;

/** One conversation with the server: its session, what is on its way out and what comes in. */
export class Conversation {
  readonly outbox: Outbox;
  #ledger = new Ledger();
  #active = false;
  #looping = false;
  #resuming: boolean;
  #up = true;
  #starting: Promise<void> | null = null;
  #poll: AbortController | null = null;
  #idle = new Pause();
  #courier: Courier;

  constructor(
    private api: Api,
    private store: Store,
    private lang: string,
    private watcher: Watcher,
  ) {
    const kept = store.get();
    this.outbox = new Outbox((item) => {
      this.store.put({ outbox: [...this.outbox.all()] });
      this.watcher.moved(item);
    });
    this.#courier = new Courier(this.outbox, (item) => this.#deliver(item), (why) => this.link(false, why));
    this.outbox.restore(kept.outbox ?? []);
    this.api.token = kept.token ?? "";
    this.#resuming = Boolean(kept.token);
  }

  /** Listens to the server while the chat is in view. */
  listen(active: boolean): void {
    this.#active = active;
    if (active) {
      void this.#loop();
      void this.#courier.go();
    } else this.#cut();
  }

  send(draft: Draft): void {
    this.outbox.retryAll(); // nothing overtakes what was said before it
    this.outbox.add(randomId(), { ...draft, after: this.#ledger.shown });
    void this.#courier.go();
  }

  retry(id: string): void {
    this.outbox.retry(id);
    this.#courier.hurry();
  }

  /** Takes back a message that was not sent. */
  takeBack(id: string): void {
    this.outbox.remove(id);
    this.store.put({ outbox: [...this.outbox.all()] });
  }

  /** The connection may be back: what waits goes now, and what was said meanwhile is fetched. */
  resync(): void {
    this.outbox.retryAll();
    this.#cut();
    this.#courier.hurry();
  }

  /** Tells whether the server can be reached, or why it turns us away. What was kept goes out when it can. */
  link(up: boolean, why = ""): void {
    const back = up && !this.#up;
    this.#up = up;
    this.watcher.link(up, why);
    if (!back) return;
    this.outbox.retryAll();
    this.#courier.hurry();
  }

  /** Forgets the chat on this device. With `erase`, first has the server erase it; raises ApiError if that fails. */
  async forget(erase: boolean): Promise<void> {
    if (erase && this.api.token) {
      await this.api.erase().catch((problem: ApiError) => {
        if (problem.status !== 401) throw problem;
      });
    }
    this.api.token = "";
    this.outbox.clear();
    this.#ledger.clear();
    this.store.wipe();
    this.#cut();
  }

  /** Ends the poll or the wait that the loop is in. */
  #cut(): void {
    const poll = this.#poll;
    this.#poll = null;
    poll?.abort();
    this.#idle.cut();
  }

  async #loop(): Promise<void> {
    if (this.#looping) return;
    this.#looping = true;
    let failures = 0;
    while (this.#active) {
      const token = this.api.token;
      try {
        await (token ? this.#ask() : this.#begin());
        failures = 0;
        await this.#idle.wait(SHORTEST_POLL);
      } catch (problem) {
        if (this.#lost(problem as ApiError, token)) continue;
        failures += 1;
        const why = token ? "" : (problem as ApiError).message;
        if (failures > 1 || why) this.link(false, why);
        await this.#idle.wait(Math.max((problem as ApiError).retryAfter, backOff(failures)));
      }
    }
    this.#looping = false;
  }

  /** A session of its own, however many ask for one at a time. */
  #begin(): Promise<void> {
    this.#starting ??= this.#open().finally(() => (this.#starting = null));
    return this.#starting;
  }

  async #open(): Promise<void> {
    const client = this.store.get().client ?? randomId();
    const session = await this.api.session(client, this.lang, location.pathname);
    this.#ledger.clear();
    this.#resuming = false;
    this.api.token = session.token;
    this.store.put({ client, token: session.token });
    this.link(true);
    this.#take(session.events ?? [], true);
    void this.#courier.go();
  }

  async #ask(): Promise<void> {
    const { token } = this.api;
    const poll = (this.#poll = new AbortController());
    const from = this.#up ? this.#ledger.cursor : Math.max(0, this.#ledger.cursor - 1); // which is answered at once
    try {
      const events = await this.api.events(from, poll);
      this.link(true);
      if (token !== this.api.token) return; // the chat was cleared meanwhile
      this.#take(events, true, this.#resuming);
      this.#resuming = false;
    } catch (problem) {
      if (this.#poll === poll) throw problem; // otherwise it was cut on purpose
    }
  }

  #take(events: ChatEvent[], fromPoll: boolean, history = false): void {
    const fresh = this.#ledger.take(events, fromPoll);
    const awaited = new Set<string | null | undefined>();
    for (const event of fresh) {
      const id = isOwn(event) ? event.custom?.message_id : event.in_reply_to;
      if (id && this.outbox.delivered(id)) awaited.add(id);
    }
    if (!history) return this.watcher.said(fresh, false);
    const isNew = (event: ChatEvent): boolean => !isOwn(event) && awaited.has(event.in_reply_to);
    this.watcher.said(fresh.filter((event) => !isNew(event)), true);
    this.watcher.said(fresh.filter(isNew), false);
  }

  async #deliver(item: Item): Promise<void> {
    let token = "";
    try {
      if (!this.api.token) await this.#begin();
      token = this.api.token;
      const answer = await this.api.send(item.id, item);
      this.link(true);
      if (token === this.api.token) this.#take(answer.events ?? [], false, this.#resuming); // else it was cleared meanwhile
      this.outbox.delivered(item.id);
    } catch (problem) {
      if (!this.#lost(problem as ApiError, token) || !this.outbox.renew(item)) throw problem;
    }
  }

  /** Whether the session of a request is over; then a new one is begun, and what is on the screen stays. */
  #lost(problem: ApiError, token: string): boolean {
    if (problem.status !== 401 || !token) return false;
    if (token === this.api.token) {
      this.api.token = "";
      this.store.put({ token: "" });
    }
    return true;
  }
}
