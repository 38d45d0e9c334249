"""What a message asks, beyond its likeliest label: several questions in one, a question among much else, a follow-up to
the last answer, or one of two likely questions. Knows no Rasa and no topics; `score` is the classifier.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, Sequence

from assistant.nlu.joint_model import Scored

Score = Callable[[str], Scored]

_ASKS = r"(?:how|what|whats|when|where|who|which|why|do|does|is|are|can|will|would|could|should|wat|wen|hw)"
# Where one question ends and the next begins inside a sentence.
_BREAK = re.compile(
    rf"(?<=[?!])\s+|[,;]?\s+(?:and|also|plus|but|n|&)(?:\s+also|\s+then)?\s+(?={_ASKS}\b)|[,;]\s+(?={_ASKS}\b)", re.I
)
_NO_BLANK = re.compile(r"(?<=[a-zA-Z]{2}[.!?])(?=[a-zA-Z]{2})")
_QUESTION = re.compile(rf"^(?:and|also|but|so|ok|okay|hi|hello|hey|oh|well|um|plus|please)?[\s,]*{_ASKS}\b|\?\s*$", re.I)
_LEADS_UP = re.compile(r"^\W*(?:what|how) about (?:my|me)\b", re.I)
_POINTS = re.compile(r"\b(?:that|it|them|those|they|there|this)\b", re.I)
_FOLLOWS = re.compile(rf"^(?:and|but|so|ok so|what about|how about|what if)\b|{_POINTS.pattern}", re.I)
_PARTS = re.compile(r"\s*(?:[,.;!?]|\b(?:but|just|only|asking|wondering|about|lol|was|is|want(?:ed)?|know)\b)\s*", re.I)
_REFERS_BACK = re.compile(r"\b(?:them|those)\b", re.I)
# Where a question begins after something told, also without a comma: "my name is Bo what does it cost".
_TURNS_TO_ASK = re.compile(
    r"(?:[,;.!]|\s(?:and|also|plus|but|n|&))*\s+(?=(?:what|how|when|where) (?:does|do|is|are|will|would|much|long|many|often|about|days|hours)\b"
    r"|(?:do|are|will|can|could) (?:you|u|i|they)\b|(?:does|is|will) (?:it|there|this|insurance|medicaid|medicare)\b)",
    re.I,
)
LEAST_LETTERS = 4
_THOUGHT = re.compile(r"\s*[,;:–—-]+\s+|\s+(?:but|and|also|anyway|because|cause|bc)\s+", re.I)
LEAST_THOUGHT, LONG_THOUGHT, MOST_THOUGHTS = 4, 14, 8  # words, words, parts
SHORT = 8  # words: a longer message stands for itself
LEAST_WORDS = 2
STANDS_OUT = 1.3  # so many times likelier than the next


@dataclass(frozen=True)
class Limits:
    """Confidences. `threshold`: understood; `second`: one question among others; `likely`: worth asking back about."""

    threshold: float
    second: float = 0.55
    likely: float = 0.1
    plain: float = 0.7  # so sure that the last answer need not be looked at
    close: float = 0.1  # what is less sure than that, and has a rival so near, is asked back about
    small_talk: frozenset[str] = frozenset()  # labels that mean little right after an answer to a question
    aside: frozenset[str] = frozenset()  # what is likeliest one of these, and asks nothing, does not follow up


def clauses(sentences: Sequence[str]) -> list[str]:
    """Split sentences where another question begins, also where no blank follows a full stop."""
    pieces = [piece for sentence in sentences for piece in _NO_BLANK.split(sentence)]
    parts = [part.strip() for piece in pieces for part in _BREAK.split(piece)]
    return [part for part in parts if len(part.split()) >= LEAST_WORDS]


def told_then_asked(text: str) -> tuple[str, str]:
    """What a message tells before its first question, and that question with all after it; both empty where it is not so."""
    turn = _TURNS_TO_ASK.search(text)
    told = text[: turn.start()].strip() if turn else ""
    return (told, text[turn.end() :]) if turn and told and "?" not in told and not is_question(told) else ("", "")


def is_question(text: str) -> bool:
    """Whether the words ask something by themselves: "what about my son" only leads up to it."""
    return bool(_QUESTION.search(text.strip())) and not _LEADS_UP.search(text)


def asked(parts: Sequence[str], score: Score, limits: Limits) -> list[Scored]:
    """The questions that a message of several parts asks for sure, in order, each label once."""
    found: list[Scored] = []
    for part in parts:
        if not is_question(part):
            continue
        scored = score(part)
        if found:
            scored = follow_up(part, scored, found[-1].label, score, limits)
        if scored.confidence >= limits.second and all(scored.label != other.label for other in found):
            found.append(scored)
    return found


def thoughts(sentences: Sequence[str]) -> list[str]:
    """The sentences of a message, long ones in parts: what a long message says in passing. Nothing for a short message."""
    parts = [part.strip() for sentence in sentences for part in ([sentence] if _is_short(sentence) else _THOUGHT.split(sentence))]
    whole = [part for part in parts if len(part.split()) >= LEAST_THOUGHT]
    return whole[:MOST_THOUGHTS] if len(whole) > 1 else []


def _is_short(sentence: str) -> bool:
    return len(sentence.split()) <= LONG_THOUGHT


def named_after(text: str, score: Score, wanted: Callable[[str], bool], limits: Limits) -> Scored | None:
    """The wanted label that one part of a message names for sure: "I'm safe, I was asking about cost"."""
    found = [score(part) for part in _PARTS.split(text) if len(part) >= LEAST_LETTERS]
    sure = [scored for scored in found if wanted(scored.label) and scored.confidence >= limits.second]
    return max(sure, key=lambda scored: scored.confidence, default=None)


def follow_up(text: str, scored: Scored, last: str, score: Score, limits: Limits) -> Scored:
    """Read a short message together with the name of the label before it, where by itself it says too little."""
    if not last:
        return scored
    if scored.label in limits.small_talk:
        scored = _other_than(limits.small_talk, scored, limits)
    sure = scored.confidence if scored.label not in limits.small_talk else 0.0
    if (sure >= limits.plain and not _REFERS_BACK.search(text)) or len(text.split()) > SHORT:
        return scored
    if sure >= limits.threshold and not _FOLLOWS.search(text):
        return scored
    if scored.label in limits.aside and not _FOLLOWS.search(text) and not is_question(text):
        return scored
    name = last.split("/")[-1].replace("_", " ")
    together = score(f"{name} {text}")
    if together.label == last and sure >= limits.second and not _POINTS.search(text):
        return scored  # "what about food" names something new; with the last label's name anything sounds like the last label
    return together if together.confidence >= max(limits.second, sure) else scored


def _other_than(labels: frozenset[str], scored: Scored, limits: Limits) -> Scored:
    """The same reading with the likeliest other label first, if that one is understood at all."""
    others = [pair for pair in scored.ranking if pair[0] not in labels]
    likely = bool(others) and others[0][1] >= limits.threshold
    return Scored(others, scored.apart, scored.read_as) if likely else scored


def either(scored: Scored, limits: Limits) -> tuple[str, str] | None:
    """The two labels that a message not understood is likeliest to mean, when both stand out."""
    (first, sure), (second, less), (_, least) = (*scored.ranking, ("", 0.0), ("", 0.0))[:3]
    if sure >= limits.threshold or less < limits.likely or less < STANDS_OUT * least:
        return None
    return first, second


def close_call(scored: Scored, limits: Limits) -> tuple[str, str] | None:
    """The two labels between which a message that was understood hangs: an answer to either could be to something else."""
    (first, sure), (second, less) = (*scored.ranking, ("", 0.0))[:2]
    if limits.threshold <= sure < limits.plain and sure - less < limits.close:
        return first, second
    return None
