"""Reads what finds a callback again: its reference, and the last four digits of the number."""

from __future__ import annotations

import re

from admissions.callbacks.store import REFERENCE_LENGTH
from admissions.reading.figures import as_figures
from admissions.reading.phone import read_phone

_LETTERS = "A-HJKMNP-Z2-9"
_HALF = REFERENCE_LENGTH // 2
_REFERENCE = re.compile(rf"(?<![\w-])([{_LETTERS}]{{{_HALF}}}[ .-]?[{_LETTERS}]{{{_HALF}}})(?![\w-])", re.I)
_NAMED = re.compile(
    rf"\b(?:reference|ref|code|confirmation)\b(?:\W|\b(?:is|was|number|no|code)\b)*([{_LETTERS}]{{{REFERENCE_LENGTH}}})\b", re.I
)
_FOUR = re.compile(r"(?<!\d)(?<!\d[ -])\d(?:[ -]?\d){3}(?![ -]?\d)")
_WORDS = frozenset({"CHANGE", "THANKS", "NUMBER", "BETTER"})  # of six letters, written in capitals by those who shout


def read_reference(text: str) -> str | None:
    """The reference in a text, in capitals and without gaps. A word counts when it holds a figure, is written in capitals, or
    stands alone or after "reference"."""
    if named := _NAMED.search(text):
        return named.group(1).upper()
    for found in _REFERENCE.finditer(text):
        said, word = found.group(1), _squeezed(found)
        stands_out = said.isupper() or text.strip(" .!#") == said
        has_figure = re.search(r"\d", word) is not None
        if re.search(r"[A-Z]", word) and (has_figure or (stands_out and said.isalpha() and word not in _WORDS)):
            return word
    return None


def read_last_four(text: str) -> str | None:
    """The four digits, also at the end of a whole number."""
    reference = read_reference(text)
    rest = as_figures(_REFERENCE.sub(lambda found: " " if _squeezed(found) == reference else found.group(), text))
    if whole := read_phone(rest).e164:
        return whole[-4:]
    fours = _FOUR.findall(rest)
    return re.sub(r"\D", "", fours[-1]) if fours else None


def _squeezed(found: re.Match[str]) -> str:
    return re.sub(r"[ .-]", "", found.group(1)).upper()
