"""Reads a phone number however it was typed: figures, words, emoji figures, a correction of the last digits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import phonenumbers

REGION = "US"
_WORDS = {
    "zero": "0",
    "oh": "0",
    "o": "0",
    "one": "1",
    "two": "2",
    "three": "3",
    "four": "4",
    "five": "5",
    "six": "6",
    "seven": "7",
    "eight": "8",
    "nine": "9",
}
_SPOKEN = re.compile(rf"\b(?:(?:double |triple )?(?:{'|'.join(_WORDS)})\b[\s,.-]*){{4,}}", re.I)
_FIGURES = re.compile(r"\+?\(?\d(?:[\s().\-/_·•]*\d){3,}")
_EXTENSION = re.compile(r"\s*(?:ext\.?|extension|x)\s*\d{1,6}\b", re.I)
_EMOJI_FIGURE = re.compile("([0-9])\ufe0f?\u20e3")
# Fictional numbers (555-0100 to 555-0199) pass the pattern check of the library but are "not valid" in some areas.
_FICTIONAL = re.compile(r"\+1\d{3}55501\d{2}")

Status = Literal["number", "impossible", "premium", "partial", "none"]


@dataclass(frozen=True)
class Phone:
    """`e164` is set for "number" only. "partial" is a run of 4-6 digits, kept in `digits`."""

    status: Status
    e164: str | None = None
    digits: str = ""


def as_figures(text: str) -> str:
    """The text with emoji figures and spelled-out runs of digits turned into figures."""
    text = _EMOJI_FIGURE.sub(r"\1", text)
    text = re.sub(r"(?<=[\d -])[oO](?=\d)", "0", text)

    def digits(run: re.Match[str]) -> str:
        words = re.findall(r"[a-z]+", run.group().lower())
        out, times = "", 1
        for word in words:
            if word in ("double", "triple"):
                times = 2 if word == "double" else 3
            else:
                out, times = out + _WORDS[word] * times, 1
        return f"{out} "

    return _SPOKEN.sub(digits, text)


def read_phone(text: str, known: str | None = None) -> Phone:
    """Read the visitor's number; the last one in the text counts ("not 0118, 0188").

    With `known`, four digits that come as a correction replace the end of that number. Never guesses: a run of digits
    that is too short or cannot be dialled says so in its status.
    """
    figures = _EXTENSION.sub("", as_figures(text))
    best = Phone("none")
    for run in _FIGURES.findall(figures):
        digits = re.sub(r"\D", "", run)
        if len(digits) < 7:
            best = best if best.status == "number" else Phone("partial", digits=digits)
            continue
        best = _parse(run, digits)
        if best.status == "number":
            break
    if best.status == "partial" and known:
        return _correct(figures, known) or best
    return best


def _parse(run: str, digits: str) -> Phone:
    try:
        number = phonenumbers.parse(re.sub(r"[^\d+]", " ", run), REGION)
    except phonenumbers.NumberParseException:
        return Phone("impossible", digits=digits)
    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    if not _FICTIONAL.fullmatch(e164):
        if not phonenumbers.is_valid_number(number):
            return Phone("impossible", digits=digits)
        if phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.PREMIUM_RATE:
            return Phone("premium", digits=digits)
    return Phone("number", e164=e164, digits=digits)


def _correct(figures: str, known: str) -> Phone | None:
    """A few digits that replace the end, or the area code, of the number that is known."""
    runs = [re.sub(r"\D", "", run) for run in re.findall(r"\d[\d\s-]{1,}\d", figures)]
    fresh = [run for run in runs if 2 <= len(run) <= 4 and not known.endswith(run)]
    wrong = re.findall(r"\bnot (\d{2,4})\b", figures)
    fresh = [run for run in fresh if run not in wrong] or fresh
    if not fresh:
        return None
    piece = fresh[-1] if len(fresh) == 1 else fresh[0]
    if re.search(r"area code", figures, re.I) and len(piece) == 3:
        return _parse(known[:2] + piece + known[5:], piece)
    return _parse(known[: -len(piece)] + piece, piece)


def readable(e164: str) -> str:
    """The number as people write it: `(614) 555-0135`."""
    return phonenumbers.format_number(phonenumbers.parse(e164, None), phonenumbers.PhoneNumberFormat.NATIONAL)
