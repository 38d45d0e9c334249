"""Takes out of a text what could tell who wrote it."""

from __future__ import annotations

import re

PHONE, EMAIL, NUMBER, NAME = "[phone]", "[email]", "[number]", "[name]"

_FIGURE = r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple)"
_BLANKS = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), EMAIL),
    (re.compile(r"\+?\(?\d(?:[\s().\-/_·•\ufe0f\u20e3]*\d){6,}"), PHONE),
    (re.compile(rf"\b(?:{_FIGURE}[\s,.-]+){{6,}}{_FIGURE}\b", re.I), PHONE),
    (re.compile(r"\d{4,}|\b\d{1,2}[/-]\d{1,2}(?:[/-]\d{2,4})?\b"), NUMBER),
    # Names after the words that bring them in, whatever their case …
    (
        re.compile(
            r"(?P<cue>\b(?:my name is|my name'?s|name'?s|this is|call me|i am called|named|ask for|it is|signed)\s+)"
            r"(?!(?:my|the|a|an|not|about|for|back|at|on|in|to|too|so|very|it|is|that|really|just|when|how|what|all|getting|only|like|tomorrow|"
            r"today|now|asap|later|hard|been|killing|ruining|why|where|after|before|please|tonight)\b)[^\W\d_][\w'’-]+",
            re.I,
        ),
        rf"\g<cue>{NAME}",
    ),
    # … and capitals inside a sentence that are no word of ours.
    (
        re.compile(
            r"(?<=[a-z,] )(?!(?:I|IOP|PHP|AA|NA|MAT|DUI|VA|FMLA|ADA|CPS|HIPAA|Aetna|Cigna|Humana|Anthem|Kaiser|Medicaid|Medicare|Tricare|"
            r"Suboxone|Vivitrol|Xanax|Forge|Ohio|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Blue|Cross|Shield)\b)"
            r"[A-Z][a-z]+(?: [A-Z][a-z]+)*"
        ),
        NAME,
    ),
)


def blank(text: str) -> str:
    """The text with numbers, addresses and what looks like a name blanked. Rather a word too many than one too few."""
    for pattern, instead in _BLANKS:
        text = pattern.sub(instead, text)
    return text
