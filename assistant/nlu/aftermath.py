"""What of a danger that was spoken of still holds for the next messages. Reads the tracker; knows no wording of answers."""

from __future__ import annotations

import re
from typing import Collection, Iterator, Optional

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.language.ages import is_minor, says_grown_up
from assistant.language.danger.folding import fold
from assistant.language.emergency import calls_for_help, help_is_called
from assistant.language.resolved import is_resolved

CIRCUMSTANCES = "circumstances"  # the message attribute that the text generator picks wordings by
STILL, STILL_ONESELF, SAFE, UNDERAGE = "still", "still_oneself", "safe", "minor"

_TAKEN_ALONG = r"\b(?:ambulance|paramedics|medics|emts?|ems) (?:\w+ )?(?:took|has|have|got) (?:him|her|them|me|us)\b"
_SAFE = re.compile(
    r"\b(?:i am|im|i'm|we are|we're|he is|he's|she is|she's|they are) (?:\w+ ){0,2}?(?:safe|ok(?:ay)?|fine|alright|all right)\b"
    r"|\b(?:not|no|isn'?t|wasn'?t|never) (?:\w+ ){0,3}?(?:suicidal|in danger|an? emergency|emergency|overdos\w+|hurting|going to hurt|dying|a crisis)\b"
    r"|\b(?:i was|was|i'?m|im) (?:just |only )?(?:asking|wondering|talking) about\b|\b(?:misunderst\w+|misread|false alarm|wrong idea|not what i (?:meant|mean|said))\b"
    r"|\b(?:he|she|they)(?:'?s| is| are)? (?:\w+ )?(?:stable|in the (?:er|icu|hospital))\b|\b(?:they|988|911|poison (?:control|help)) (?:\w+ )?helped\b"
    r"|\b(?:poison (?:control|help)|doctors?|nurse|hospital|988|they|er) (?:said|says|told (?:me|us)) (?:that )?(?:it|he|she|i|we|all|everything)(?:'?s|'?m| is| am| are|'?re)? (?:\w+ )?(?:fine|ok(?:ay)?|good|safe|alright)\b"
    rf"|{_TAKEN_ALONG}|\bthe (?:drinking|using|addiction|program|treatment|relationship) i me(?:an|ant)\b"
    r"|\bi (?:just |only )?(?:meant|mean) (?:the|it|that|how|my)\b|\b(?:was|am|just) (?:joking|kidding)\b",
    re.I,
)
_NOT_SAFE = re.compile(
    r"\b(?:doesn'?t|does not|don'?t|do not|won'?t|will not|refus\w+) (?:to )?(?:want|go|wake|call|let|breathe|answer|move)\b"
    r"|\b(?:not|isn'?t|aren'?t|don'?t feel|never) (?:\w+ )?(?:safe|ok(?:ay)?|fine|alright|awake|breathing|stable)\b"
    r"|\b(?:doesn'?t|does not) need\b",
    re.I,
)
# Who sleeps after too much may not wake.
_ASLEEP = re.compile(
    r"\b(?:is|s|just|still|fell|sound|fast) (?:\w+ )?(?:sleeping|asleep)\b|\bsleep\w* (?:it|this) off\b|\blet(?:ting)? (?:him|her|them) (?:sleep|rest)\b"
)

_ASKS_IF_SAFE = re.compile(
    r"^\W*(?:(?:so|and|but|wait|omg|oh|please|pls)\W+)*(?:am i|are we|is (?:he|she|it|that|this)|are they|will (?:i|he|she|we|they)|would (?:i|he|she)|do you think (?:i|im|i'm|he|hes|he's|she|shes|she's|it|its))\b"
    r"(?! (?:ok|okay|safe|fine|good) (?:to|if|for)\b)",
    re.I,
)
_WHOM_TO_CALL = re.compile(
    r"\bwho(?:m)? (?:else )?(?:do|should|can|could|would|must) (?:i|we) (?:call|phone|text|ring|contact)\b|\b(?:shelters?|safe ?house|restraining order|order of protection|protective order)\b",
    re.I,
)


def asks_whom_to_call(text: str) -> bool:
    """After danger that is no question for the helpline, nor is one for a shelter."""
    return bool(_WHOM_TO_CALL.search(text))


def is_taken_along(text: str) -> bool:
    """Whether an ambulance has taken along who was in danger, whatever else is told of how they were."""
    return re.search(_TAKEN_ALONG, text, re.I) is not None and not says_unsafe(text)


def asks_if_safe(text: str) -> bool:
    """Whether a message asks if all is well ("am i gonna be ok"), which says nothing of the kind."""
    return bool(_ASKS_IF_SAFE.search(text))


def denies_safety(text: str) -> bool:
    """Whether a message denies what would make all well ("he doesn't want an ambulance"), calls for help, or waits for it."""
    denied = _NOT_SAFE.search(text.replace("’", "'")) or _ASLEEP.search(fold(text))
    return bool(denied) or calls_for_help(text) is not None or help_is_called(text)


def says_unsafe(text: str) -> bool:
    """The same, or that somebody is calm because everything is decided."""
    return denies_safety(text) or is_resolved(text)


def says_safe(text: str) -> bool:
    """Whether a message right after a crisis answer takes the danger back."""
    return bool(_SAFE.search(text.replace("’", "'"))) and not says_unsafe(text)


def _said(tracker: Optional[DialogueStateTracker]) -> Iterator[UserUttered]:
    """The visitor's messages before the one being read, the newest first."""
    events = tracker.events if tracker is not None else ()
    return (event for event in reversed(events) if isinstance(event, UserUttered) and event.text)


def _circumstances(event: UserUttered) -> Collection[str]:
    return (event.parse_data or {}).get(CIRCUMSTANCES) or ()


def open_crisis(tracker: Optional[DialogueStateTracker], prefix: str, safe_intent: str, remembered: int) -> Optional[UserUttered]:
    """The message among the last few that spoke of danger, unless the visitor has said since that all is well."""
    for age, event in enumerate(_said(tracker)):
        name = str(event.intent_name or "")
        if age >= remembered or name == safe_intent or SAFE in _circumstances(event):
            return None
        if name.startswith(prefix) and STILL not in _circumstances(event):
            return event
    return None


def is_underage(tracker: Optional[DialogueStateTracker], intent: str) -> bool:
    """Whether the visitor has said in this conversation to be under 18. What only the classifier took for that is taken back by
    who says since to be grown up ("i told you im 67"); a plain "I am 16" by nothing."""
    grown_up = False
    for event in _said(tracker):
        if is_minor(event.text or ""):
            return True
        grown_up = grown_up or says_grown_up(event.text or "")
        if not grown_up and (event.intent_name == intent or UNDERAGE in _circumstances(event)):
            return True
    return False
