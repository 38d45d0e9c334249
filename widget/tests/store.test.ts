import assert from "node:assert/strict";
import { test } from "node:test";
import { Store } from "../src/talk/store";
import { invitation } from "../src/view/ics";

class Memory {
  data = new Map<string, string>();
  getItem = (key: string): string | null => this.data.get(key) ?? null;
  setItem = (key: string, value: string): void => void this.data.set(key, value);
  removeItem = (key: string): void => void this.data.delete(key);
}

const blocked = {
  getItem: () => null,
  setItem: () => {
    throw new Error("QuotaExceededError");
  },
  removeItem: () => {
    throw new Error("SecurityError");
  },
};

test("kept across a reload, within the time limit", () => {
  const memory = new Memory() as unknown as Storage;
  let now = 1000;
  new Store(memory, 500, () => now).put({ token: "t", draft: "half a sen" });
  now += 400;
  assert.deepEqual(new Store(memory, 500, () => now).get(), { token: "t", draft: "half a sen" });
  now += 200;
  const later = new Store(memory, 500, () => now);
  assert.deepEqual(later.get(), {});
  assert.equal((memory as unknown as Memory).data.size, 0);
});

test("left alone for too long, it is stale; wiped, it is gone", () => {
  const memory = new Memory() as unknown as Storage;
  let now = 1000;
  const store = new Store(memory, 500, () => now);
  store.put({ token: "t" });
  assert.equal(store.stale, false);
  now += 501;
  assert.equal(store.stale, true);
  store.wipe();
  assert.deepEqual([store.stale, store.get(), (memory as unknown as Memory).data.size], [false, {}, 0]);
});

test("works from memory where storage is blocked, full or damaged", () => {
  for (const storage of [null, blocked as unknown as Storage]) {
    const store = new Store(storage, 500);
    store.put({ draft: "x" });
    assert.equal(store.get().draft, "x");
    store.wipe();
  }
  const damaged = new Memory();
  damaged.setItem("iop-chat", "{not json");
  assert.deepEqual(new Store(damaged as unknown as Storage, 500).get(), {});
});

test("a calendar entry is in UTC, escaped, and names no centre", () => {
  const text = invitation("K7WMQ2", "2026-03-11T10:00:00-04:00", "2026-03-11T11:00:00-04:00", "Phone call", "1-888, us");
  assert.match(text, /DTSTART:20260311T140000Z\r\nDTEND:20260311T150000Z/);
  assert.match(text, /SUMMARY:Phone call \(K7WMQ2\)/);
  assert.match(text, /DESCRIPTION:1-888\\, us/);
  assert.ok(text.endsWith("END:VCALENDAR\r\n"));
});
