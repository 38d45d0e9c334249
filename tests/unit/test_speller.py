"""Undoing slips: what nobody would write is mended, what somebody would is left alone."""

from __future__ import annotations

import pytest

from assistant.language.build import DESTINATION
from assistant.language.words import WORDS_FILE, read_words
from assistant.nlu.joint_model import normalise
from assistant.nlu.speller import Speller
from tests.conftest import examples


@pytest.fixture(scope="module")
def speller() -> Speller:
    texts = [normalise(text) for lines in examples().values() for text in lines]
    return Speller.fit(texts, read_words(DESTINATION / WORDS_FILE))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("how mutch is it", "how much is it"),
        ("wat time r groups", "what time are groups"),
        ("do u take medicade", "do you take medicaid"),
        ("is outpateint covred", "is outpatient covered"),
        ("howmuch is detox", "how much is detox"),
        ("is there hosuing", "is there housing"),
        ("i need hlep for my duaghter", "i need help for my daughter"),
    ],
)
def test_slips_are_undone(speller: Speller, typed: str, meant: str) -> None:
    assert speller.correct(typed) == meant


@pytest.mark.parametrize(
    "text",
    [
        "do you take aetna or caresource",
        "i take suboxone 8mg and klonopin",
        "call me at 614-555-0135",
        "kms",
        "my son's iop",
        "",
        "zzzzqqqxxxyyyvvvwwwkkkjjjhhhggg",
        "привет",
    ],
)
def test_what_is_right_or_hopeless_stays(speller: Speller, text: str) -> None:
    assert speller.correct(text) == text
