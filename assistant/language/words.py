"""English words and how common they are, from the tables that spaCy publishes: what the speller takes for a word."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import spacy_lookups_data
import srsly
from spacy.util import load_language_data

TABLES = ("lexeme_prob", "lemma_lookup", "lemma_index", "lemma_exc")
WORDS_FILE = "english_words.json"
HOW_MANY = 30_000
# So common that it counts as a word even where the lemma tables do not have it; beyond, misspellings begin.
SURELY_WORDS = 8_000


def common_words() -> dict[str, float]:
    """The commonest lower-case English words with their natural log probability."""
    tables: dict[str, Any] = {name: load_language_data(spacy_lookups_data.en[name]) for name in TABLES}
    in_dictionary = {word.lower() for pair in tables["lemma_lookup"].items() for word in pair}
    for by_kind in (tables["lemma_index"], tables["lemma_exc"]):
        for forms in by_kind.values():
            in_dictionary.update(word.lower() for word in forms)
    chances: dict[str, float] = {}
    for word, chance in sorted(tables["lexeme_prob"].items(), key=lambda entry: -entry[1]):
        folded = word.lower().replace("’", "'")
        if folded.isascii() and folded.replace("'", "").isalpha():
            chances.setdefault(folded, chance)
    words = [
        (word, chance)
        for rank, (word, chance) in enumerate(chances.items())
        if (rank < SURELY_WORDS or word in in_dictionary) and (len(word) > 1 or word in "ai")
    ]
    return dict(words[:HOW_MANY])


def write_words(words: dict[str, float], file: Path) -> None:
    srsly.write_json(file, {word: round(chance, 3) for word, chance in words.items()})


def read_words(file: Path) -> dict[str, float]:
    return dict(srsly.read_json(file))
