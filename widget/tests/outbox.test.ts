import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError } from "../src/talk/api";
import { Courier } from "../src/talk/courier";
import { backOff, MOST_TRIES, Outbox, type Item } from "../src/talk/outbox";

function outbox(): { box: Outbox; heard: string[] } {
  const heard: string[] = [];
  return { box: new Outbox((item) => heard.push(`${item.id} ${item.state}`)), heard };
}

const sent = (box: Outbox): Item => {
  const item = box.next()!;
  box.sending(item);
  return item;
};

test("a message goes from queued to delivered, and out of the box", () => {
  const { box, heard } = outbox();
  box.add("a", { text: "hi" });
  sent(box);
  assert.equal(box.delivered("a"), true);
  assert.deepEqual(heard, ["a queued", "a sending", "a delivered"]);
  assert.deepEqual(box.all(), []);
});

test("one at a time and in order", () => {
  const { box } = outbox();
  box.add("a", { text: "1" });
  box.add("b", { text: "2" });
  assert.equal(sent(box).id, "a");
  assert.equal(box.next(), undefined);
  box.delivered("a");
  assert.equal(box.next()?.id, "b");
});

test("a try that came to nothing is repeated under the same id, until tries run out", () => {
  const { box } = outbox();
  box.add("a", { text: "1" });
  for (let tries = 1; tries < MOST_TRIES; tries += 1) {
    const pause = box.missed(sent(box), true);
    assert.ok(pause !== null && pause > 0);
  }
  assert.equal(box.missed(sent(box), true), null);
  assert.equal(box.find("a")?.state, "failed");
  assert.equal(box.next(), undefined);
  box.retry("a");
  assert.equal(sent(box).tries, 1);
});

test("what the server asks to wait is waited", () => {
  const { box } = outbox();
  box.add("a", { text: "1" });
  assert.equal(box.missed(sent(box), true, 60_000), 60_000);
});

test("a refusal is final until the visitor acts, and a new connection does not undo it", () => {
  const { box } = outbox();
  box.add("a", { text: "1" });
  assert.equal(box.missed(sent(box), false, 0, "Too long."), null);
  assert.deepEqual([box.find("a")?.refused, box.find("a")?.why], [true, "Too long."]);
  box.retryAll();
  assert.equal(box.next(), undefined);
  box.retry("a");
  assert.equal(box.next()?.refused, undefined);
  assert.equal(sent(box).why, undefined);
});

test("a new connection sends what failed for want of one", () => {
  const { box } = outbox();
  box.add("a", { text: "1" });
  for (let tries = 1; tries <= MOST_TRIES; tries += 1) box.missed(sent(box), true);
  box.retryAll();
  assert.equal(box.next()?.id, "a");
});

test("an event that came before the answer confirms it; a later failure changes nothing", () => {
  const { box, heard } = outbox();
  box.add("a", { text: "1" });
  const item = sent(box);
  assert.equal(box.delivered("a"), true);
  assert.equal(box.delivered("a"), false);
  assert.equal(box.missed(item, true), null);
  assert.equal(heard.at(-1), "a delivered");
});

test("after a reload, what was on its way goes again under its id", () => {
  const { box } = outbox();
  box.restore([{ id: "a", text: "1", state: "sending", tries: 3 }]);
  box.restore([{ id: "a", text: "1", state: "sending", tries: 3 }]);
  assert.equal(box.all().length, 1);
  const item = sent(box);
  assert.deepEqual([item.id, item.tries], ["a", 1]);
});

test("after a reload, what failed for want of a connection goes again, and what was refused does not", () => {
  const { box } = outbox();
  box.restore([
    { id: "a", text: "1", state: "failed", tries: 1, refused: true, why: "Too long." },
    { id: "b", text: "2", state: "failed", tries: 4, refused: false },
  ]);
  assert.equal(box.next()?.id, "b");
});

test("nothing overtakes a message that could not be sent", async () => {
  const { box } = outbox();
  const asked: string[] = [];
  let up = false;
  const deliver = async ({ id }: Item): Promise<void> => {
    asked.push(id);
    if (!up) throw new ApiError(0, true, 0);
    box.delivered(id);
  };
  let stuck = 0;
  const courier = new Courier(box, deliver, () => (stuck += 1));
  box.restore(["a", "b"].map((id) => ({ id, text: id, state: "queued", tries: 0 })));
  box.all()[0].tries = MOST_TRIES - 1;
  await courier.go();
  assert.deepEqual([asked, stuck, box.find("b")?.state], [["a"], 1, "queued"]);
  up = true;
  box.retryAll();
  await courier.go();
  assert.deepEqual(asked, ["a", "a", "b"]);
});

test("in a new session a button becomes its words, once, and nothing of it was on the screen", () => {
  const { box } = outbox();
  box.add("a", { payload: "/x", title: "Set up a call", reply_to_seq: 3, after: 7 });
  const item = sent(box);
  assert.equal(box.renew(item), true);
  assert.deepEqual([item.text, item.payload, item.reply_to_seq, item.after], ["Set up a call", undefined, undefined, 0]);
  assert.equal(box.renew(sent(box)), false);
});

test("pauses grow, stay within bounds, and differ", () => {
  assert.deepEqual([1, 2, 3, 9].map((tries) => backOff(tries, () => 1)), [1000, 2000, 4000, 30_000]);
  assert.deepEqual([1, 2].map((tries) => backOff(tries, () => 0)), [500, 1000]);
  assert.notEqual(backOff(3), backOff(3));
});
