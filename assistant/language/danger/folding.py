"""The form of a sentence that rules read: lower-case, contractions undone, punctuation out."""

from __future__ import annotations

import re
from functools import lru_cache

PIECES = 16  # sentences that are remembered: those of one message are looked at by several readers
_CONTRACTIONS = (
    (r"[’`´]", "'"),
    (r"\bi'?m\b", "i am"),
    (r"\b(he|she|it)'?s\b(?=\s+(?:\w+ing|not|in|out|on|here|turning|going|passed|blue))", r"\1 is"),
    (r"\bshes\b", "she is"),
    (r"\bhes\b", "he is"),
    (r"\b(can)'?t\b|\bcannot\b", "can not"),
    (r"\bwo(?:n'?t|nt)\b", "will not"),
    (r"\b(do|does|did|is|are|was|have|has|had|would|could|should)n'?t\b", r"\1 not"),
    (r"\b(i|he|she|they|you)'?ll\b", r"\1 will"),
    (r"\bwe'll\b", "we will"),  # "well" is another word
    (r"\bi ?ll (?=make|kill|hurt|be dead|end)", "i will "),
    (r"\bwanna\b", "want to"),
    (r"\b(?:gonna|gunna|gon)\b", "going to"),
    (r"\bimma\b|\bima\b", "i am going to"),
    (r"\bi'?ve\b", "i have"),
    (r"\bmy ?self\b|\bmyslef\b|\bmysef\b", "myself"),
    (r"\bkil\b|\bkll\b|\bkilll\b", "kill"),
    (r"\bu\b", "you"),
    (r"\bbc\b", "because"),
    (r"\bhusbands?\b|\bhubby\b", "husband"),
    (r"[^\w\s'?]+", " "),
    (r"\s+", " "),
)
_FOLDS = tuple((re.compile(pattern), to) for pattern, to in _CONTRACTIONS)


@lru_cache(PIECES)
def fold(text: str) -> str:
    """Lower-case, contractions undone, punctuation out."""
    text = text.lower()
    for pattern, to in _FOLDS:
        text = pattern.sub(to, text)
    return text.strip()
