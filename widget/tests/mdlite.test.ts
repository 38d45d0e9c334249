import assert from "node:assert/strict";
import { test } from "node:test";
import { parse, telOf, type Inline } from "../src/mdlite";

const PHONE = "(555) 010-0199";
const inlines = (text: string): Inline[] => parse(text, PHONE).flatMap((block) => block.lines.flat());
const links = (text: string): string[] => inlines(text).flatMap(({ href }) => href ?? []);
const shown = (text: string): string => inlines(text).map((inline) => inline.text).join("");

test("markup stays text", () => {
  for (const text of ["<img src=x onerror=alert(1)>", "<script>alert(1)</script>", "&lt;b&gt;", "<a href='javascript:1'>x</a>"]) {
    assert.equal(shown(text), text);
    assert.deepEqual(links(text), []);
  }
});

test("only safe schemes become links", () => {
  const bad = [
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,<script>1</script>",
    "vbscript:x",
    "http://plain.example",
    "//evil.example",
    "/relative",
    "file:///etc/passwd",
    "blob:https://x/y",
    " https://space.example",
  ];
  for (const href of bad) assert.deepEqual(links(`[click](${href})`), [], href);
  const good = ["https://988lifeline.org/chat", "tel:988", "sms:988", "mailto:staff@centre.example"];
  for (const href of good) assert.deepEqual(links(`[click](${href})`), [href]);
});

test("a bad link keeps its words", () => {
  assert.equal(shown("see [this page](javascript:1) now"), "see this page now");
});

test("numbers can be tapped", () => {
  assert.deepEqual(links("Call 911, or call or text 988 now. Us: 1-888-224-7312."), ["tel:911", "tel:988", "tel:+18882247312"]);
  assert.deepEqual(links(`Our line is ${PHONE}.`), ["tel:5550100199"]);
  assert.deepEqual(links("or text START to 88788"), ["sms:88788?&body=START"]);
  assert.deepEqual(links("chat at 988lifeline.org."), ["https://988lifeline.org"]);
});

test("other numbers are left alone", () => {
  assert.deepEqual(links("It costs $5,000 for 30 days; I have (614) 555-0135; ref 9881 and 19112."), []);
});

test("bold, and numbers inside it", () => {
  assert.deepEqual(inlines("**call 911** now"), [
    { text: "call ", bold: true },
    { text: "911", href: "tel:911", bold: true },
    { text: " now" },
  ]);
  assert.equal(shown("2 ** 3 and a * b"), "2 ** 3 and a * b");
});

test("paragraphs, lines and lists", () => {
  const blocks = parse("One\ntwo\n\n- a\n- b\nthree\r\n\r\nfour");
  assert.deepEqual(
    blocks.map(({ list, lines }) => [list, lines.map((line) => line.map((inline) => inline.text).join(""))]),
    [
      [false, ["One", "two"]],
      [true, ["a", "b"]],
      [false, ["three"]],
      [false, ["four"]],
    ],
  );
  assert.deepEqual(parse("  \n\n "), []);
});

test("a centre's number may hold any character", () => {
  assert.deepEqual(parse("x", "+1 (555) 010.0199 [a-z]*?").length, 1);
  assert.equal(telOf("no number"), "");
});

test("a long hostile text is read in linear time", () => {
  const began = Date.now();
  for (const text of ["[".repeat(2000), "**".repeat(1000), "a.".repeat(1000), "A ".repeat(1000)]) parse(text);
  assert.ok(Date.now() - began < 1000);
});
