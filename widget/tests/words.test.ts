import assert from "node:assert/strict";
import { test } from "node:test";
import { en } from "../src/words/en";
import { es } from "../src/words/es";

test("Spanish says everything, with the same marks, and nothing in English", () => {
  assert.deepEqual(Object.keys(es), Object.keys(en));
  for (const key of Object.keys(en) as (keyof typeof en)[]) {
    assert.deepEqual(es[key].match(/\{\w+\}/g), en[key].match(/\{\w+\}/g), key);
    if (key !== "no") assert.notEqual(es[key], en[key], key);
  }
});
