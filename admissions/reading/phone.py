"""Reads a phone number however it was typed. What it is not sure of is asked for again; nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from admissions.reading.figures import DIGIT_WORDS, as_figures
from admissions.reading.phone_changes import change
from admissions.reading.phone_kinds import REGION, Phone, Status, classify, readable

__all__ = ["Phone", "as_figures", "read_phone", "readable"]

_BETWEEN = r"[\s().\[\]\-/_·•]"
_NUMBER = re.compile(
    rf"(?<![\d+])(?:\+?\s?1{_BETWEEN}{{0,3}})?[(\[]?(?P<area>\d{{3}})[,\s]?{_BETWEEN}{{0,3}}(?P<exchange>\d{{3}})"
    rf"[,\s]?{_BETWEEN}{{0,3}}(?P<line>\d{{4}})(?!\d)"
)
_ABROAD = re.compile(rf"(?:\+(?!\s?1{_BETWEEN}*[(\[]?\d{{3}})\s?|(?<!\d)011[\s-]?)\d(?:{_BETWEEN}{{0,2}}\d){{6,16}}")
_RUN = re.compile(rf"\d(?:{_BETWEEN}{{0,3}}\d)*")
_WORD = "|".join(DIGIT_WORDS)
_EXTENSION = re.compile(
    rf"[\s,]*(?:extension|extn?|x|#)[\s.:#]*(?P<extension>\d{{1,6}}|(?:{_WORD})(?:[\s-]+(?:{_WORD})){{0,5}})\b", re.I
)
_AREA_APART = (
    re.compile(rf"area code\D{{0,12}}(?P<area>\d{{3}})\D{{1,40}}?(?P<rest>\d{{3}}{_BETWEEN}?\d{{4}})(?!\d)", re.I),
    re.compile(rf"(?<!\d)(?P<rest>\d{{3}}{_BETWEEN}?\d{{4}})\D{{1,15}}area code\D{{0,12}}(?P<area>\d{{3}})(?!\d)", re.I),
)
# Figures that are no phone number: dates, times, money, and numbers that the words before them call something else.
_SOMETHING_ELSE = re.compile(
    r"(?<!\d)\d{3}([-\s.])\d{2}\1\d{4}(?!\d)"
    r"|(?<!\d)(?:19|20)\d{2}[-./ ]\d{1,2}[-./ ]\d{1,2}(?!\d)(?:[t ]+\d{4}(?!\d))?"
    r"|(?<!\d)\d{1,2}[-./ ]\d{1,2}[-./ ](?:19|20)\d{2}(?!\d)|(?<![\d/.-])\d{1,2}/\d{1,2}(?:/\d{2})?(?![\d/])"
    r"|(?<![\d.-])\d{1,2}:[0-5]\d\b|(?<![\d./-])\d{1,2} ?(?:[ap]\.?m?\b|ish\b|o'?clock)"
    r"|[$€£] ?\d[\d,]*(?:\.\d+)?|(?<!\d)\d[\d,.]* ?(?:dollars|bucks|usd|mg|percent|%)"
    r"|\b(?:ssn|social(?: security)?|id|policy|member(?:ship)?|claim|group|account|acct|card|case|mrn|dob|born|zip|pin|licen[sc]e"
    r"|(?:insurance|medicaid|medicare|subscriber|reference|booking) (?:id|number|no|num|code|#))\b"
    r"(?:[\s:=#.-]|\b(?:is|was|are|on|number|no|num|id|code|card|security)\b)*[a-z]{0,4}[\d][\d\s./-]*"
    r"|\b(?!(?:ph|tel|cell|call|at|is|its|no|num|ext|x)\d)[a-z]{1,5}-?\d{5,}\b",
    re.I,
)
_EMERGENCY = re.compile(r"\W*(?:(?:my|the|phone|cell|number|it|is|its|it's)\W+)*(?:[2-9]11|988)\W*", re.I)
_SAME = re.compile(
    r"\bsame (?:phone|cell|mobile|number|num|#|no|one|digits|as (?:before|last time|above|earlier))"
    r"|\buse (?:the|my) (?:other|old|previous|last|first) (?:one|number)\b"
    r"|\b(?:number|one|#) (?:that )?(?:i|you|u) (?:just |already )?(?:gave|have|put|typed|told|sent|used|entered)\b"
    r"|\byou (?:already )?(?:have|got) (?:my|the) (?:phone|cell|number|#)"
    r"|\balready (?:gave|told|sent) (?:you )?(?:my|the|that) (?:phone|number)\b",
    re.I,
)
_NOT_SAME = re.compile(r"\b(?:wrong|not|isn'?t|don'?t|didn'?t|mistake|typo|new|different|another|change[d]?)\b|\?", re.I)
_RULED_OUT = re.compile(r"\b(?:not|instead of|rather than)(?: (?:it|my|the|number|old))*[\s:(]*$", re.I)
_CALLED_WRONG = re.compile(r"[\s)]*(?:is|was|'s) (?:wrong|old|not|a mistake|my old)\b", re.I)
_BETTER = re.compile(
    r"\b(?:no|nope|wait|sorry|i mean|i meant|actually|correction|scratch that|oops|instead|rather|should be)\b", re.I
)

# When nothing in a message can be taken, the first of these that was met is the reason.
_REASONS: tuple[Status, ...] = ("premium", "toll_free", "foreign", "impossible", "partial")


@dataclass(frozen=True)
class _Found:
    phone: Phone
    start: int
    end: int


def read_phone(text: str, known: str | None = None, region: str = REGION) -> Phone:
    """Read the visitor's number. `known` is the number given before: a few digits can correct it, "same" means it."""
    figures = as_figures(text)
    if _EMERGENCY.fullmatch(figures):
        return Phone("impossible", digits=re.sub(r"\D", "", figures))
    found = [one for one in _numbers_in(figures, region) if not _is_ruled_out(one, figures)]
    whole = [one for one in found if len(one.phone.digits) > 7 or one.phone.status != "partial"]
    if known and not whole:
        if changed := change(figures, known, region):
            return changed
    if not whole and _SAME.search(figures) and not _NOT_SAME.search(figures):
        return Phone("same", e164=known)
    return _choose(found, figures, region)


def _choose(found: list[_Found], figures: str, region: str) -> Phone:
    if len(found) > 1 and _BETTER.search(figures[found[-2].end : found[-1].start]):
        before, last = found[-2:]
        if before.phone.e164 and last.phone.status == "partial":  # "202 555 0118, no wait, 0119"
            if mended := change(figures[before.end : last.end], before.phone.e164, region):
                return mended
        found = [last]  # the last one stands
    numbers = list(dict.fromkeys(one.phone.e164 for one in found if one.phone.e164))
    if len(numbers) > 1:
        return Phone("several", numbers=tuple(numbers))
    if numbers:
        same = [one.phone for one in found if one.phone.e164]
        return next((phone for phone in same if phone.extension), same[0])
    for reason in _REASONS:
        if phone := next((one.phone for one in found if one.phone.status == reason), None):
            return phone
    return Phone("none")


def _is_ruled_out(one: _Found, figures: str) -> bool:
    return bool(_RULED_OUT.search(figures[: one.start]) or _CALLED_WRONG.match(figures, one.end))


def _numbers_in(figures: str, region: str) -> list[_Found]:
    """Every run of figures that is, or fails to be, a phone number, in the order of the text."""
    found: list[_Found] = []

    def take(pattern: re.Pattern[str], rest: str) -> str:
        for match in pattern.finditer(rest):
            phone = classify(match.group(), region)
            parts = match.groupdict()
            if {"area", "rest"} <= parts.keys():
                phone = classify(parts["area"] + parts["rest"], region)
            extension = _EXTENSION.match(figures, match.end())
            if extension and phone.status == "number":
                said = re.findall(r"\d+|[a-z]+", extension["extension"].lower())
                phone = replace(phone, extension="".join(DIGIT_WORDS.get(word, word) for word in said))
            end = extension.end() if extension else match.end()
            found.append(_Found(phone, match.start(), end))
            rest = rest[: match.start()] + "\n" * (end - match.start()) + rest[end:]
        return rest

    rest = _SOMETHING_ELSE.sub(lambda match: "\n" * len(match.group()), figures)
    for pattern in (_ABROAD, _NUMBER, *_AREA_APART):
        rest = take(pattern, rest)
    for run in _RUN.finditer(rest):
        digits = re.sub(r"\D", "", run.group())
        beside = next((n for n, one in enumerate(found) if _touch(run, one, figures)), None)
        if beside is not None and not (len(digits) <= 4 and all(int(d) <= 31 for d in re.findall(r"\d+", run.group()))):
            found[beside] = replace(found[beside], phone=Phone("impossible", digits=found[beside].phone.digits + digits))
        elif beside is None and len(digits) >= 4 and not _is_clock_or_year(run, rest):
            found.append(_Found(classify(run.group(), region), run.start(), run.end()))
    return sorted(found, key=lambda one: one.start)


def _touch(run: re.Match[str], one: _Found, figures: str) -> bool:
    """Whether only blanks, dots or dashes stand between the run and the number: then its digits may belong to it."""
    between = figures[one.end : run.start()] if run.start() >= one.end else figures[run.end() : one.start]
    return re.fullmatch(r"[ .\-]{1,3}", between) is not None


def _is_clock_or_year(run: re.Match[str], text: str) -> bool:
    if not re.fullmatch(r"\d{4}", run.group()):
        return False
    is_time = re.search(r"\b(?:at|around|by|about|until|till|before|after|between|from)\s*$", text[: run.start()], re.I)
    return is_time is not None or re.match(r"(?:19|20)\d\d", run.group()) is not None
