"""A message is read while it is being written down, once, and nothing of it stays."""

from __future__ import annotations

import asyncio
import threading
from typing import Iterator

import pytest

from assistant.nlu.ahead import Ahead
from assistant.nlu.joint_model import Scored


class Reader:
    """Reads on when it is let."""

    def __init__(self) -> None:
        self.read: list[str] = []
        self.may_end = threading.Event()
        self.fails = False

    def __call__(self, text: str) -> Scored:
        self.read.append(text)
        self.may_end.wait(20)
        if self.fails:
            self.fails = False
            raise RuntimeError("no memory")
        return Scored([("faq/cost", 0.9)], {}, text)


@pytest.fixture
def reader() -> Iterator[Reader]:
    reader = Reader()
    yield reader
    reader.may_end.set()


@pytest.fixture
def ahead(reader: Reader) -> Ahead:
    return Ahead(reader, is_known={"hi"}.__contains__)


def test_what_was_begun_is_not_read_again(ahead: Ahead, reader: Reader) -> None:
    async def meanwhile() -> Scored:
        with ahead.reading("how much"):
            reader.may_end.set()
            await ahead.ended("how much")
            return ahead.of("how much")

    assert asyncio.run(meanwhile()).read_as == "how much"
    assert reader.read == ["how much"]


def test_waiting_for_it_holds_nobody_up(ahead: Ahead, reader: Reader) -> None:
    async def meanwhile() -> bool:
        with ahead.reading("how much"):
            waiting = asyncio.ensure_future(ahead.ended("how much"))
            await asyncio.sleep(0.05)
            went_on = not waiting.done()
            reader.may_end.set()
            await waiting
            return went_on

    assert asyncio.run(meanwhile())


def test_afterwards_nothing_of_a_message_is_kept(ahead: Ahead, reader: Reader) -> None:
    reader.may_end.set()
    with pytest.raises(KeyError), ahead.reading("my name is Ann and I drink"):
        raise KeyError  # however the turn ends
    assert "Ann" not in repr(vars(ahead))


def test_what_fails_is_read_again_by_who_needs_it(ahead: Ahead, reader: Reader) -> None:
    async def meanwhile() -> Scored:
        with ahead.reading("how much"):
            reader.fails = True
            reader.may_end.set()
            await ahead.ended("how much")
            return ahead.of("how much")

    assert asyncio.run(meanwhile()).label == "faq/cost"
    assert reader.read == ["how much"] * 2


def test_the_same_words_of_two_visitors_are_read_once_and_left_by_the_first(ahead: Ahead, reader: Reader) -> None:
    reader.may_end.set()
    with ahead.reading("how much"):
        with ahead.reading("how much"):
            pass
        asyncio.run(ahead.ended("how much"))
        assert ahead.of("how much").label == "faq/cost"
    assert len(reader.read) == 1


@pytest.mark.parametrize("text", ["hi", ""])
def test_what_is_known_or_empty_is_not_begun(ahead: Ahead, reader: Reader, text: str) -> None:
    with ahead.reading(text):
        pass
    assert not reader.read
