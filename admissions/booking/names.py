"""What a message does to the name."""

from __future__ import annotations

import re
from dataclasses import replace

from admissions.booking.draft import CONSENT, NAME, PHONE, SKIPPED_NAME, Draft
from admissions.reading.folding import fold
from admissions.reading.name import read_name
from admissions.reading.zone_words import find_zone

_BARE = re.compile(r"\W*[^\W\d_]{2,}(?: [^\W\d_]{2,})?\W*")
_TOLD = re.compile(r"\b(?:na?me?|nam)(?:'?s)?,? (?:is|iz|to|should be|as|:)|\bname'?s\b|\bwrong name\b", re.I)


def take_name(draft: Draft, asked: str | None, text: str, intent: str) -> Draft:
    """Read the name into the draft. A name that is there changes only when that is what the visitor corrects."""
    if draft.name is None and asked == NAME and intent in ("skip", "deny"):
        return replace(draft, name=SKIPPED_NAME)
    if draft.name == SKIPPED_NAME and asked in (PHONE, CONSENT) and intent == "inform" and _is_bare(text):
        return replace(draft, name=read_name(text, asked=True) or SKIPPED_NAME)  # who did not give it when asked, gives it late
    if draft.name is None or _corrects(draft.name, text, intent):
        bare = asked == NAME and intent in ("inform", "correct", "callback")
        if name := read_name(text, asked=bare):
            return replace(draft, name=name, changed=draft.changed or name != draft.name)
    return draft


def _is_bare(text: str) -> bool:
    """Whether a message is one or two words of letters, none of which tells a place."""
    if not _BARE.fullmatch(text):
        return False
    place = find_zone(fold(text))
    return place.name is None and not place.ask


def _corrects(known: str, text: str, intent: str) -> bool:
    """ "My name is Lucy", "change my name to Bo", "it's Lucy, not Lu"."""
    instead_of = re.search(rf"\b(?:not|instead of)\W+{re.escape(known)}\b", text, re.I) if known else None
    return bool(_TOLD.search(text) or instead_of or (intent == "correct" and "name" in text.lower()))
