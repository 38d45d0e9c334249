import assert from "node:assert/strict";
import { test } from "node:test";
import { Ledger } from "../src/talk/ledger";
import type { ChatEvent } from "../src/talk/protocol";

const event = (seq: number): ChatEvent => ({ seq, id: `e${seq}`, type: "message" });
const seqs = (events: ChatEvent[]): number[] => events.map(({ seq }) => seq);

test("an event is shown once, whatever way it comes", () => {
  const ledger = new Ledger();
  assert.deepEqual(seqs(ledger.take([event(1), event(2)], true)), [1, 2]);
  assert.deepEqual(seqs(ledger.take([event(2), event(3), event(3)])), [3]);
  assert.deepEqual(seqs(ledger.take([event(1), event(2), event(3)], true)), []);
});

test("events of one answer are put in order", () => {
  assert.deepEqual(seqs(new Ledger().take([event(3), event(1), event(2)])), [1, 2, 3]);
});

test("the answer to one message does not make the next poll skip an earlier one", () => {
  const ledger = new Ledger();
  ledger.take([event(1)], true);
  ledger.take([event(4), event(5)]);
  assert.deepEqual([ledger.cursor, ledger.shown], [1, 5]);
  assert.deepEqual(seqs(ledger.take([event(2), event(3), event(4), event(5)], true)), [2, 3]);
  assert.equal(ledger.cursor, 5);
});

test("a new conversation counts anew", () => {
  const ledger = new Ledger();
  ledger.take([event(1), event(2)], true);
  ledger.clear();
  assert.equal(ledger.cursor, 0);
  assert.deepEqual(seqs(ledger.take([event(1)])), [1]);
});
