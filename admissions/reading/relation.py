"""Reads for whom help is sought, where the visitor says so."""

from __future__ import annotations

import re

SELF = "self"
_KIN = (
    r"husband|hubby|wife|spouse|partner|boyfriend|bf|girlfriend|gf|fianc[eé]e?|son|daughter|kid|child|mom|mum|mother|dad|father|"
    r"brother|sister|cousin|uncle|aunt|nephew|niece|grandson|granddaughter|grandma|grandpa|roommate|friend|ex|client|patient"
)
_SAME = {"hubby": "husband", "bf": "boyfriend", "gf": "girlfriend", "mum": "mother", "mom": "mother", "dad": "father"}
# The person is meant only where the words seek help for them: "my sister is here" names nobody who needs treatment.
_SOUGHT = re.compile(
    rf"\b(?:for|call|ring|phone|help|get|about|convince|send) (?:my|our) (?P<a>{_KIN})\b"
    rf"|\b(?:my|our) (?P<b>{_KIN})(?:'s)? (?:needs?|drinks?|drinking|uses|using|wants?|relapsed|won'?t|keeps?|has|is (?:an?|addicted|using|"
    rf"drinking|on|in detox|in rehab|struggling)|got|was|started|can'?t|cannot|overdosed|problem|addiction)\b",
    re.I,
)


def read_for_whom(texts: list[str]) -> str:
    """For whom the visitor seeks help, by the newest of their messages that says so; `self` when none does."""
    for text in reversed(texts):
        if found := _SOUGHT.search(text):
            word = (found.group("a") or found.group("b")).lower()
            return _SAME.get(word, word)
    return SELF
