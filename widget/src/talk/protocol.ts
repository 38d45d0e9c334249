/** What goes over the wire; assistant/channel/openapi.yml describes it. */

export interface Reply {
  id: string;
  title: string;
  payload: string;
  /** A heading to gather choices under, such as a day. */
  group?: string;
}

export interface Line {
  label: string;
  value: string;
  change?: { title?: string; payload: string };
}

export interface Custom {
  /** "answer" for an answer to a question, "talk" for all else that is said, "slow" for the word that one takes long, "safe" after danger; the others are below. */
  kind?: string;
  /** kind "crisis": suicide, overdose, withdrawal or violence. */
  crisis?: string;
  /** The language of an answer that is not in English. */
  lang?: string;
  /** kind "own": the id that the visitor's message was sent with. */
  message_id?: string;
  /** kind "read_back" */
  lines?: Line[];
  /** kind "reference": the code, and the window of the call in ISO 8601. */
  reference?: string;
  start?: string;
  end?: string;
}

export interface ChatEvent {
  seq: number;
  id: string;
  in_reply_to?: string | null;
  type: "message" | "crisis" | "handoff" | "session_end" | "error";
  ts?: string;
  text?: string | null;
  replies?: Reply[] | null;
  custom?: Custom | null;
  announce?: "polite" | "assertive" | null;
}

export interface Session {
  token: string;
  conversation_id: string;
  expires_at?: string;
  events?: ChatEvent[];
}

/** A message of the visitor: typed `text`, or the `payload` of a button whose `title` they saw. */
export interface Draft {
  text?: string;
  payload?: string;
  title?: string;
  reply_to_seq?: number;
  /** The newest event on the screen when it was said; kept through every retry, since a late "yes" answers no newer question. */
  after?: number;
}

export const isCrisis = (event: ChatEvent): boolean => event.type === "crisis" || event.custom?.kind === "crisis";
export const isOwn = (event: ChatEvent): boolean => event.custom?.kind === "own";
