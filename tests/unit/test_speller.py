"""Undoing slips: what nobody would write is mended, what somebody would is left alone."""

from __future__ import annotations

import pickle
import random

import pytest
from rapidfuzz.distance import OSA

from assistant.language.build import DESTINATION
from assistant.language.words import WORDS_FILE, read_words
from assistant.nlu.joint_model import normalise
from assistant.nlu.speller import FURTHEST, Speller
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


@pytest.mark.parametrize("seed", range(3))
def test_no_word_near_enough_is_overlooked(speller: Speller, seed: int) -> None:
    """Letters are compared only with words that have nearly the same ones; the result is that of comparing with all."""
    pick, shelves = random.Random(seed), speller._by_length
    words = [word for shelf in shelves.values() for word in shelf._words]
    for _ in range(300):
        typed = list(pick.choice(words))
        for _ in range(pick.choice((1, 2, 3))):
            place, letter = pick.randrange(len(typed)), pick.choice("abcdefghijklmnopqrstuvwxyzñ")
            typed[place : place + pick.choice((0, 1, 2))] = pick.choice(("", letter, letter + typed[place]))
            typed = typed or ["x"]
        text = "".join(typed)
        if shelf := shelves.get(len(text)):
            near = {word for word in shelf._words if OSA.distance(text, word) <= FURTHEST}
            assert near <= set(shelf.alike(text, FURTHEST))


def test_a_model_of_before_is_read_as_well(speller: Speller) -> None:
    before = dict(vars(speller), _by_length={length: shelf._words.tolist() for length, shelf in speller._by_length.items()})
    old = Speller.__new__(Speller)
    old.__setstate__(before)
    assert (
        old.correct("how mutch is teh outpateint")
        == speller.correct("how mutch is teh outpateint")
        == "how much is the outpatient"
    )
    assert pickle.loads(pickle.dumps(old)).correct("hosuing") == "housing"
