"""Corrects a number that is known by the few digits that were wrong: "the last four are 0188", "0188 not 0118"."""

from __future__ import annotations

import re

from admissions.reading.figures import DIGIT_WORDS
from admissions.reading.phone_kinds import Phone, classify

_COUNTED = re.compile(
    r"\b(?P<which>last|final|middle|first)(?: (?P<many>one|two|three|four|[1-4]))?(?: (?P<noun>digits?|numbers?|figures?))?"
    r"(?: (?:is|are|was|were|should be|must be|to))? ?:? ?(?P<piece>\d+)\b",
    re.I,
)
_AT_THE_END = re.compile(r"\b(?:ends?|ending) (?:in|with)\b|\bat the end\b|\bthe end is\b", re.I)
_AREA = re.compile(r"\barea ?code\b", re.I)
_AGAINST = re.compile(r"\b(?:not|instead of|rather than)\s+(?P<wrong>\d{3,7})\b", re.I)
_RUN = re.compile(r"(?<!\d)\d(?:[\s-]?\d)*")
# One digit for another, or digits that changed places: which of them is not told, so the number is asked for.
_ONE_FOR_ANOTHER = re.compile(r"\bthe \d\b\D{0,20}\b(?:to|be|is|into|with)\b\D{0,12}\d\b(?! ?[ap]\.?m)", re.I)
_WRONG = re.compile(r"\b(?:no|nope|wrong|sorry|oops|typo|mistake|meant|actually|should be|wait|correction)\b", re.I)


def change(figures: str, known: str, region: str) -> Phone | None:
    """The known number with the digits that were told, "partial" when the change is not clear, None when there is none."""
    if _ONE_FOR_ANOTHER.search(figures):
        return Phone("partial")
    start, national = known[:2], known[2:]  # of a number in North America, the only ones that are taken
    counted = _COUNTED.search(figures)
    if counted and (counted["many"] or counted["noun"]):
        return _piece_by_place(counted, start, national, region)
    against = _AGAINST.search(figures)
    wrong = against["wrong"] if against else None
    runs = [re.sub(r"\D", "", run) for run in _RUN.findall(_AGAINST.sub(" ", figures))]
    if len(runs) != 1:
        return None
    piece = runs[0]
    if _AREA.search(figures):
        return classify(start + piece + national[3:], region) if len(piece) == 3 else Phone("partial", digits=piece)
    if _AT_THE_END.search(figures) and 2 <= len(piece) <= 4:
        return classify(start + national[: -len(piece)] + piece, region)
    if wrong and len(wrong) == len(piece):
        if national.endswith(wrong) and len(wrong) >= 4:
            return classify(start + national[: -len(piece)] + piece, region)
        return classify(start + national.replace(wrong, piece), region) if national.count(wrong) == 1 else None
    if _WRONG.search(figures) and _is_near(piece, national[-4:]):
        return classify(start + national[:-4] + piece, region)
    return None


def _piece_by_place(counted: re.Match[str], start: str, national: str, region: str) -> Phone:
    """ "The last four are 0188": as many digits as were announced, or it is asked."""
    piece, which = counted["piece"], counted["which"].lower()
    singular = counted["noun"] and not counted["noun"].endswith("s")
    many = int(DIGIT_WORDS.get(counted["many"].lower(), counted["many"])) if counted["many"] else 1 if singular else len(piece)
    if len(piece) == many <= 4 and which in ("last", "final"):
        return classify(start + national[:-many] + piece, region)
    if len(piece) == many == 3:
        return classify(start + (piece + national[3:] if which == "first" else national[:3] + piece + national[6:]), region)
    return Phone("partial", digits=piece)


def _is_near(piece: str, tail: str) -> bool:
    """Whether most digits agree, so that these four correct those four, and they are no time of day such as 1030."""
    is_time = re.fullmatch(r"(?:0?\d|1\d|2[0-3])[0-5][05]", piece) is not None
    return len(piece) == 4 and not is_time and sum(a != b for a, b in zip(piece, tail)) in (1, 2)
