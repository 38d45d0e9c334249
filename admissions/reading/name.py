"""Reads a first name or nickname."""

from __future__ import annotations

import re

from admissions.reading.someone_else import RELATION

LONGEST = 40
_INTRODUCED = re.compile(
    r"\b(?:my na?me?m? (?:is|iz)|my name'?s? is|name (?:is )?to|calls? me|my names|my name's|name is|name's|name:|i am|i'm|im|this is|it's|its|call me|ask for|call|"
    r"(?:i )?go by|it is|me llamo|mi nombre es|soy)\s+(?=(?P<name>[^\W\d_][\w'’.-]*(?:\s+[^\W\d_][\w'’.-]*){0,2}))",
    re.I,
)
# "Kate no wait Katie": the last one is meant.
_CORRECTED = re.compile(
    r"[^\W\d_]\W+(?:(?:no|oh|sorry|wait|actually|i mean|i meant|make that|scratch that|well)\W+)+(?<!\bno )(?:(?:it'?s|it is|call me|my name is|my name's)\s+)?(?P<name>[^\W\d_][\w'’-]*)\W*$",
    re.I,
)
_WORD = re.compile(r"[^\W\d_](?:[\w'’.-]*[\w.])?", re.UNICODE)
# With what belongs to them: "2ish", "the 5th".
_FIGURES = re.compile(r"\d[\d\s().+-]*(?:(?<=\d)(?:ish|st|nd|rd|th|[ap]m?)\b)?", re.I)
# Words that stand near a name, a number or a time, and are no name themselves.
_NO_NAME = frozenset(
    (
        "a about afternoon after agree all am an and any anytime area around asap at available back be been before bit "
        "but by call callback called can cause cell confirm consent could day days dinner do dont else evening fine for "
        "free friday from get give go good great happy have hello help her here hers hey hi him his home hour i if im "
        "in interested is it its just kids know later let like lol looking lunch lunchtime man maybe me mine mobile "
        "monday month more morning mornings much my name need night no noon not now number ok okay on one or our out ph "
        "phone please pls pm possible ready reach real really ring robot sad safe same saturday scared she so some "
        "somebody someone soon sorry speak still stop sun sunday sure talk tel tell text thanks that thats the them "
        "then there they this thurs thursday time tired to today tomorrow tonight trying tues tuesday ugh up us use "
        "useless wait want wanna wed wednesday we well what when where who why will with work worried wrong yeah yep "
        "yes you your human person agent nurse counselor obviously whatever weekday weekdays weekend week next anyone "
        "any first last mom dad mother father brother sister son daughter husband wife friend boyfriend girlfriend "
        "mon tue tu wed weds thu thur fri sat nights days evenings afternoons mornings weeks months at bad hoy ahora lunes martes "
        "miercoles miércoles jueves viernes sabado sábado domingo mañana manana tarde noche las los el la por para de en noon "
        "whenever instead secret private important none mistake "
        "fuck fucking fck shit bullshit bitch screw piss damn crap ass asshole off "
        "partner idk dunno nope nah none nobody nothing "
        "desperate calling writing texting asking looking trying hoping thinking struggling drinking using sober clean high drunk sick pregnant "
        "homeless alone lost stuck done new "
        "tmrw tmr tmw tmrrw tmrow tomorow tomorro tommorow tommorrow 2moro 2morrow asap anyway anyways right quick quickly tho though again ext extension christmas thanksgiving easter spelled spelt"
    ).split()
)


_THEIRS = re.compile(rf"{RELATION}['’]?s", re.I)
_TITLE = re.compile(r"\b(?:mr|mrs|ms|miss|mister|dr)\b\.? +(?=[^\W\d_])", re.I)
_ALSO_NAMES = frozenset({"will", "may"})  # written with a capital and alone, these are names


def _clean(words: list[str]) -> str | None:
    kept: list[str] = []
    for word in words:
        if word.lower().strip(".'’") in _NO_NAME or _THEIRS.fullmatch(word) or len(kept) == 3:
            break
        kept.append(word.strip("."))
    name = " ".join(kept)[:LONGEST]
    if not name:
        return None
    return name if any(char.isupper() for char in name[1:]) or name[0].isupper() else name.title()


def read_name(text: str, asked: bool) -> str | None:
    """The name in the text, or None. `asked` tells that a name was just asked for, so a bare word is taken as one.

    Without `asked`, only an introduced name ("my name is …", "call Omar"), or a capitalised word beside a number, counts.
    """
    text = _TITLE.sub("", text)
    if (corrected := _CORRECTED.search(text)) and (name := _clean([corrected["name"]])) and (asked or _INTRODUCED.search(text)):
        return name
    for found in _INTRODUCED.finditer(text):
        if name := _clean(_WORD.findall(found.group("name"))):
            return name
    # What stands around a number or at the edge of a clause: "919 555 0164 Ruth, friday", "Rob 702-555-0175".
    for clause in re.split(r"[.,;!?\n]|\b(?:and|but)\b|\d[\d\s().+-]*", text):
        words = _WORD.findall(clause)
        if words and len(words) <= 4 and words[0][0].isupper() and not words[0].isupper():
            if (name := _clean(words)) and (asked or re.search(r"\d{4}", text) or "callback" in text.lower()):
                return name
    if asked:
        words = _WORD.findall(_FIGURES.sub(" ", text))
        if len(words) == 1 and words[0].istitle() and words[0].lower() in _ALSO_NAMES:
            return words[0]
        while len(words) > 1 and words[0].lower() in _NO_NAME:
            words = words[1:]  # "ok Dana", "sure its Dana"
        if 1 <= len(words) <= 3:
            return _clean(words)
    return None
