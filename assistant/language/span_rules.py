"""Span rules of the language model: what in a message is a phone number or a time.

They only find; `admissions/reading` says what a number or a time means. Patterns work on characters, since people split
numbers in ways that no tokenizer keeps ("(614)555.0135", "6145 550 135").
"""

import re

from spacy.language import Language
from spacy.tokens import Doc

FACTORY = "contact_spans"
SPANS_KEY = "found"

_FIGURE = (
    r"(?:zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)"
)
_DAY = (
    r"mon(?:day)?s?|tue(?:s|sday)?s?|wed(?:s|nesday)?s?|thu(?:r|rs|rsday)?s?|fri(?:day)?s?|sat(?:urday)?s?|sun(?:day)?s?"
    r"|christmas(?: (?:eve|day))?|thanksgiving|new year'?s(?: (?:eve|day))?|(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?"
    r"|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?) \d{1,2}(?:st|nd|rd|th)?"
    r"|today|tom+or+ow|tmrw|tmw|tmr|lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo|ma[nñ]ana|hoy|toni(?:ght|te)|week ?(?:days?|ends?)|next week"
)
_HOUR = (
    r"mornings?|after ?noons?|evenings?|nights?|noon|mid-?day|lunch(?:time)?|dinner|supper|asap|any ?time|whenever|later|right now"
    r"|straight away|soonest|as soon as (?:possible|you can)|tardes?|noches?|mediod[ií]a|a las? \d{1,2}(?::\d\d)?|after (?:work|school)|\d{1,2}(?::\d\d)? ?(?:am|pm|a\.m\.|p\.m\.|ish|o'?clock)|\d{1,2}(?:st|nd|rd|th)"
    r"|(?:after|before|around|about|at|by|between|in) (?:\d{1,2}|an?|half|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
    r"|\d{1,2}/\d{1,2}"
)
_PATTERNS = (
    ("PHONE", re.compile(r"\+?\(?\d(?:[\s().\-/_·•\ufe0f\u20e3]*\d){6,}")),
    ("PHONE", re.compile(rf"\b(?:{_FIGURE}[\s,.-]+){{6,}}{_FIGURE}\b", re.I)),
    ("DIGITS", re.compile(r"\d{2,}")),
    ("TIME", re.compile(rf"\b(?:{_DAY}|{_HOUR})\b", re.I)),
    ("TIME", re.compile(r"^\W*(?:ok |yes )?(?:right )?now\W*(?:please|pls)?\W*$", re.I)),
    ("TIME", re.compile(r"^\W*\d{1,2}(?::\d\d)?\W*$")),  # a bare hour, alone in the message
)


@Language.component(FACTORY)
def find_contact_spans(doc: Doc) -> Doc:
    """Put the spans under `doc.spans["found"]`, labelled PHONE, DIGITS or TIME."""
    spans = []
    for label, pattern in _PATTERNS:
        for match in pattern.finditer(doc.text):
            span = doc.char_span(match.start(), match.end(), label=label, alignment_mode="expand")
            if span is not None:
                spans.append(span)
    doc.spans[SPANS_KEY] = spans
    return doc
