"""The tokenizer forgets what visitors wrote, and cuts texts as spaCy's own does."""

from __future__ import annotations

import pytest
import spacy
from spacy.tokens import Doc

from assistant.language.tokens import NAME, ForgetfulTokenizer
from bench.classifiers import examples

PLAIN = spacy.blank("en").tokenizer
ODD = [
    "",
    " ",
    "  a\n\nb  c\u200b d ;) :-( \t x",
    "e.g. I'm gonna 3pm 614-555-0135 https://x.y/z?q=1 a@b.com",
    "ok…so?!",
    "ُعربي 😀",
]


@pytest.fixture
def tokenizer() -> ForgetfulTokenizer:
    made = spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": NAME}}}).tokenizer
    assert isinstance(made, ForgetfulTokenizer)
    return made


def _cut(doc: Doc) -> list[tuple[str, str, bool, str]]:
    return [(token.text, token.whitespace_, token.is_punct, token.lower_) for token in doc]


def test_texts_are_cut_as_spacy_cuts_them(tokenizer: ForgetfulTokenizer) -> None:
    for text in [*ODD, *examples()[0][::20]]:
        assert _cut(tokenizer(text)) == _cut(PLAIN(text)), text


def test_a_word_is_forgotten_after_many_others(tokenizer: ForgetfulTokenizer) -> None:
    tokenizer.words_kept = 50
    first = tokenizer("my name is Zebulon")
    assert "Zebulon" in first.vocab.strings
    held = {len(tokenizer(f"word{number} other{number}").vocab) for number in range(200)}
    assert max(held) <= min(held) + tokenizer.words_kept + 2
    assert "Zebulon" not in tokenizer("hello").vocab.strings
    assert first.text == "my name is Zebulon"  # who still holds a text can read it
