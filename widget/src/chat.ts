import type { Settings } from "./settings";
import { Api } from "./talk/api";
import { Conversation } from "./talk/conversation";
import type { Item } from "./talk/outbox";
import { isCrisis, isOwn, type ChatEvent } from "./talk/protocol";
import { Store, tabStorage } from "./talk/store";
import { Announcer } from "./view/announcer";
import { download } from "./view/download";
import { Panel, type PanelActions } from "./view/panel";

/** After so many turns in a row without danger, the help bar closes again. */
const CALM = 2;

/** Joins a conversation to what shows it. Made when the visitor opens the chat for the first time. */
export class Chat implements PanelActions {
  readonly panel: Panel;
  #api: Api;
  #store: Store;
  #talk: Conversation;
  /** The last turn with danger in it, and the turns since then. */
  #danger: unknown;
  #calm = new Set<unknown>();

  constructor(
    readonly settings: Settings,
    private announcer: Announcer,
    private onMessage: () => void,
    private onClose: () => void,
  ) {
    this.#api = new Api(settings.api);
    this.#store = new Store(tabStorage(), settings.keep);
    this.panel = new Panel(this, this.#store.get().draft ?? "");
    this.#talk = new Conversation(this.#api, this.#store, settings.lang, {
      said: (events, history) => this.#said(events, history),
      moved: (item) => this.#moved(item),
      link: (up, why) => this.#link(up, why),
    });
    this.#talk.outbox.all().forEach((item) => this.#moved(item));
  }

  /** Listens while the chat is open and in view. */
  listen(active: boolean): void {
    if (this.#store.stale) void this.#forget(false);
    this.#talk.listen(active);
  }

  resync(): void {
    this.#talk.resync();
  }

  offline(): void {
    this.#talk.link(false);
  }

  send = (text: string): void => {
    this.#talk.send({ text });
  };

  type(text: string): void {
    this.send(text);
    this.panel.rescueFocus();
  }

  answer({ title, payload }: { title: string; payload: string }, seq: number): void {
    this.#talk.send({ payload, title, reply_to_seq: seq });
    this.panel.rescueFocus();
  }

  retry(id: string): void {
    this.#talk.retry(id);
    this.panel.rescueFocus();
  }

  edit(id: string): void {
    const item = this.#talk.outbox.find(id);
    const { input } = this.panel.composer;
    this.panel.composer.fill([item?.text ?? item?.title ?? "", input.value].filter(Boolean).join("\n"));
    this.#talk.takeBack(id);
    this.panel.log.remove(id);
    input.focus();
  }

  feedback(seq: number, helpful: boolean): Promise<unknown> {
    return this.#api.feedback(seq, helpful);
  }

  draft = (draft: string): void => this.#store.put({ draft });

  announce(text: string): void {
    this.announcer.say(text);
  }

  save(): void {
    download("chat.txt", "text/plain", this.panel.log.transcript());
  }

  clear(): Promise<void> {
    return this.#forget(true);
  }

  close(): void {
    this.onClose();
  }

  /** Wipes first, then goes: neither may wait for the other. */
  exit(): void {
    this.panel.element.remove();
    this.#talk.listen(false);
    void this.#talk.forget(false);
    this.#api.abort();
    location.replace(this.settings.exit);
  }

  async #forget(erase: boolean): Promise<void> {
    await this.#talk.forget(erase);
    this.panel.log.clear();
    this.panel.waiting.clear();
    this.panel.help.open(false);
    this.panel.composer.fill("");
    this.#store.wipe();
  }

  #said(events: ChatEvent[], history: boolean): void {
    const { log, waiting, help } = this.panel;
    for (const event of events) {
      log.add(event, history);
      if (isOwn(event)) continue;
      const { in_reply_to, custom } = event;
      if (custom?.kind !== "slow") waiting.answered(in_reply_to);
      if (isCrisis(event)) {
        this.#danger = in_reply_to;
        this.#calm.clear();
        help.open(true);
      } else if (this.#danger && in_reply_to !== this.#danger && event.type === "message" && custom?.kind !== "slow") {
        this.#calm.add(in_reply_to);
        if (custom?.kind === "safe" || this.#calm.size === CALM) {
          this.#danger = null; // it stays as the visitor leaves it from here on
          help.open(false);
        }
      }
      if (!history) this.#speak(event);
    }
    if (events.length) this.panel.toEnd();
    if (!history && events.some((event) => !isOwn(event))) this.onMessage();
  }

  #speak(event: ChatEvent): void {
    const { words } = this.settings;
    const plain = (event.text ?? "").replace(/\*\*|\[([^\]]+)\]\([^)]+\)/g, "$1");
    const replies = (event.replies ?? []).map((reply) => reply.title).join(", ");
    const text = `${words.assistant} ${plain} ${replies && `${words.replies}: ${replies}`}`;
    this.announcer.say(text.trim(), isCrisis(event) || event.announce === "assertive");
  }

  #moved(item: Item): void {
    const { log, waiting } = this.panel;
    log.item(item, waiting.online && navigator.onLine);
    if (item.state === "failed") {
      waiting.answered(item.id);
      this.announce(`${this.settings.words.failed}. ${item.why}`);
    } else if (item.state !== "delivered") waiting.asked(item.id);
    if (item.tries === 0) this.panel.toEnd();
  }

  #link(up: boolean, why: string): void {
    if (!this.panel.waiting.link(up, why)) return;
    for (const item of this.#talk.outbox.all()) if (item.state !== "failed") this.panel.log.item(item, up);
  }
}
