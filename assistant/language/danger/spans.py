"""Finds danger and calm in a text; as a spaCy component, in every sentence of a message."""

from __future__ import annotations

from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from assistant.language.danger import injury, overdose, pregnancy, suicide, violence, withdrawal
from assistant.language.danger.calm import sounds_calm
from assistant.language.danger.folding import PIECES, fold
from assistant.language.sieve import Sieve

FACTORY = "safety_spans"
DANGER_KEY, CALM_KEY = "danger", "calm"
KINDS = (suicide, injury, overdose, pregnancy, violence, withdrawal)  # where a sentence holds several, the first counts
_RULES = [(kind.KIND, rule) for kind in KINDS for rule in kind.RULES]
_SIEVE = Sieve([rule.pattern for _, rule in _RULES])


def find_danger(text: str) -> str | None:
    """The kind of danger that one sentence speaks of, or None."""
    return _danger(fold(text))


@lru_cache(PIECES)
def _danger(folded: str) -> str | None:
    return next((kind for kind, rule in (_RULES[place] for place in _SIEVE.passing(folded)) if rule.holds(folded)), None)


@Language.component(FACTORY)
def find_safety_spans(doc: Doc) -> Doc:
    """Put dangerous sentences under `doc.spans["danger"]`, labelled with the kind, and calm ones under `["calm"]`,
    labelled calm, settled or over.

    The whole message is read too: people break one thought over several sentences."""
    danger, calm = [], []
    sentences = list(doc.sents)
    for piece in [*sentences, doc[:]] if len(sentences) > 1 else [doc[:]]:
        folded = fold(piece.text)
        if kind := _danger(folded):
            danger.append(doc.char_span(piece.start_char, piece.end_char, label=kind, alignment_mode="expand"))
        if label := sounds_calm(folded):
            calm.append(doc.char_span(piece.start_char, piece.end_char, label=label, alignment_mode="expand"))
    doc.spans[DANGER_KEY] = [span for span in danger if span is not None]
    doc.spans[CALM_KEY] = [span for span in calm if span is not None]
    return doc
