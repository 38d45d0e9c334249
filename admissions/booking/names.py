"""What a message does to the name."""

from __future__ import annotations

import re
from dataclasses import replace

from admissions.booking.draft import NAME, SKIPPED_NAME, Draft
from admissions.reading.name import read_name

_TOLD_LATER = re.compile(r"\b(?:my )?name(?:'?s| is)\b", re.I)


def take_name(draft: Draft, asked: str | None, text: str, intent: str) -> Draft:
    """Read the name into the draft. A name that is there changes only when that is what the visitor corrects."""
    if draft.name is None and asked == NAME and intent in ("skip", "deny"):
        return replace(draft, name=SKIPPED_NAME)
    corrects = (intent == "correct" and "name" in text.lower()) or (draft.name == SKIPPED_NAME and _TOLD_LATER.search(text))
    if draft.name is None or corrects:
        bare = asked == NAME and intent in ("inform", "correct", "callback")
        if name := read_name(text, asked=bare):
            return replace(draft, name=name, changed=draft.changed or name != draft.name)
    return draft
