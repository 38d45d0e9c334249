"""Texts that nobody types."""

from __future__ import annotations

import random

LONGEST_TEXT = 2000  # characters of a message, as in credentials.yml; longer ones are among the inputs
LONGEST_BODY = 16384  # bytes of a request, as there
WORDS = "how much is it can my son come at night do you take insurance i drink every day call me friday at 2 please".split()

# The text of each kind has this where the mark of the message goes, so that a trace of it can be found anywhere.
MARK = "@@"
SQL = (
    "'; DROP TABLE callbacks;--@@",
    "1' OR '1'='1 @@",
    '"; SELECT pg_sleep(9);-- @@',
    "admin'/**/UNION/**/SELECT/**/1,2 @@",
    "@@ \\'",
)
HTML = (
    "<script>alert('@@')</script>",
    "<img src=x onerror=alert(1)>@@",
    "<a href='javascript:alert(1)'>@@</a>",
    "</textarea><svg/onload=alert(1)>@@",
    "&lt;b&gt;@@&#x3c;b&#x3e;",
    "<!--@@--><![CDATA[@@]]>",
    "[@@](javascript:alert(1)) **@@** `@@`",
)
TEMPLATE = (
    "{{7*7}}@@",
    "${jndi:ldap://127.0.0.1/@@}",
    "{helpline}{phone}{name}@@",
    "{slot} {0} {} %s %(name)s @@",
    "#{7*7} <%= 7*7 %> @@",
    "{@@.__class__.__mro__}",
    "{% for x in () %}@@{% endfor %}",
    "[[helpline]] @@",
    "$(reboot) `id` @@ | cat /etc/passwd",
)
YAML = (
    "!!python/object/apply:os.system ['id @@']",
    "- &a [*a, *a] # @@",
    "intent: {x: @@}\n---\n...",
    "? @@ : |\n  x",
    "key: @@: value: [",
)
COMMANDS = (
    "/restart",
    "/restart @@",
    "/intent{@@}",
    '/callback{"phone": "@@"}',
    "/session_start",
    "//restart @@",
    " /back @@",
    "EXTERNAL: @@",
)
RIGHT_TO_LEFT = ("كم يكلف البرنامج؟ @@", "כמה זה עולה @@", "\u202e@@ reversed \u202c", "\u2067@@\u2069 a \u200f b")
ZERO_WIDTH = ("h\u200bo\u200bw much @@", "\u200d\u200c\ufeff@@", "\u2060" * 40 + "@@", "a\u0301\u0301\u0301\u0301@@", "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢ @@")
EMOJI = ("😀😭 @@", "👨‍👩‍👧‍👦" * 30 + "@@", "🏳️‍🌈 1️⃣ @@", "☎️6️⃣1️⃣4️⃣ @@", "🇺🇸" * 50 + "@@")
CONTROL = (
    "\x00@@",
    "\x1b[31m@@\x1b[0m",
    "@@\r\nSet-Cookie: a=b",
    "\x08" * 30 + "@@",
    "\x85\u2028@@\u2029",
    "\x07@@\x7f",
    "\t\v\f@@",
)
SURROGATES = ("\ud800@@", "@@\udfff\udc00", "\ud83d @@", "@@ \udbff" * 3)
NUMBERS = (
    "614 555 01@@",
    "9" * 400 + " @@",
    "٦١٤٥٥٥٠١٠٠ @@",
    "１２３ @@",
    "1e999999 @@",
    "on 99/99/9999 at 25:61 @@",
    "in 99999999999 days @@",
    "-0 @@",
)
TEXTS = {
    "SQL": SQL,
    "HTML": HTML,
    "template": TEMPLATE,
    "YAML": YAML,
    "command": COMMANDS,
    "right to left": RIGHT_TO_LEFT,
    "zero-width": ZERO_WIDTH,
    "emoji": EMOJI,
    "control": CONTROL,
    "surrogate": SURROGATES,
    "number": NUMBERS,
    "empty": ("", " ", "\n\n", "\u200b", "\x00", "///", "?", ".", "@@"),
}
PLANES = ((0x20, 0x7F), (0x80, 0x2FF), (0x300, 0x36F), (0x590, 0x6FF), (0x900, 0xDFF), (0x2000, 0x2BFF), (0x3000, 0x9FFF), (0xE000, 0xFFFF), (0x1F000, 0x1FAFF), (0xE0000, 0xE01EF))  # fmt: skip


def odd_text(chance: random.Random) -> tuple[str, str]:
    """A kind and a text of it, with `MARK` in it; it may be longer than a message can be."""
    kind = chance.choice([*TEXTS, "mix", "long", "random", "token"])
    if kind == "mix":
        return kind, " ".join(chance.choice(TEXTS[each]) for each in chance.sample([*TEXTS], 3) if each != "surrogate")
    if kind == "long":
        unit = chance.choice([*WORDS, "ab", ". ", "\n", "(", "{{", "' ", "é", "😀", "ا", "9 ", "friday ", "no not "])
        return kind, MARK + (unit * LONGEST_TEXT)[: LONGEST_TEXT - 20]
    if kind == "token":
        return kind, MARK + chance.choice("aZ9_-é€") * chance.randrange(500, LONGEST_TEXT - 20)
    if kind == "random":
        low, high = chance.choice(PLANES)
        return kind, MARK + "".join(chr(chance.randrange(low, high)) for _ in range(chance.randrange(1, 400)))
    text = chance.choice(TEXTS[kind])
    return kind, text * chance.choice((1, 1, 1, 2, 20)) if text else text
