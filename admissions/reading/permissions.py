"""Reads whether the visitor allows or forbids voicemail and texts."""

from __future__ import annotations

import re
from dataclasses import dataclass

_VOICEMAIL = re.compile(
    r"\bvoice ?-?mails?\b|\bvms?\b|\banswering machine\b"
    r"|\b(?:leav(?:e|ing)|left) (?:me |us )?(?:an?y? |no |the )?(?:\w+ )?(?:messages?|msgs?)\b|\bno (?:messages?|msgs?)\b",
    re.I,
)
_TEXTS = re.compile(r"\b(?:texts?|txts?|texting|sms|text messages?)\b", re.I)
_NO = re.compile(r"\b(?:no|not|nor|don'?t|dont|never|without|stop|quit|rather not|can'?t|cant|isn'?t|neither)\b", re.I)
_YES = re.compile(
    r"\b(?:yes|yeah|yep|sure|ok|okay|fine|can|may|could|good|great|works?|allowed|please|pls|leave|leaving|prefer|better|free to|happy)\b",
    re.I,
)
# Neither a yes nor a no: "if I don't pick up", and what is asked.
_ASIDE = re.compile(
    r"\b(?:if|when) (?:i|you|they|no ?one|nobody)[^,.;]*?\b(?:pick(?:s)? up|answers?|reach me|get (?:me|it|to it)|around|there)\b",
    re.I,
)
_CLAUSES = re.compile(r"[.;!\n]+|,|\bbut\b|\bonly\b", re.I)


@dataclass(frozen=True)
class Permissions:
    """True where allowed, False where forbidden, None where nothing was said."""

    voicemail: bool | None = None
    texts: bool | None = None

    def __bool__(self) -> bool:
        return self.voicemail is not None or self.texts is not None


def read_permissions(text: str) -> Permissions:
    """Read what was said in so many words. A no outweighs a yes; a question says nothing."""
    if "?" in text:
        return Permissions()
    said: dict[str, list[bool]] = {"voicemail": [], "texts": []}
    for clause in _CLAUSES.split(_ASIDE.sub(" ", text.replace("’", "'"))):
        allowed = False if _NO.search(clause) else True if _YES.search(clause) else None
        for kind, pattern in (("voicemail", _VOICEMAIL), ("texts", _TEXTS)):
            if allowed is not None and pattern.search(clause):
                said[kind].append(allowed)
    return Permissions(**{kind: all(answers) if answers else None for kind, answers in said.items()})
