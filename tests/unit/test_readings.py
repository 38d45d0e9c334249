"""What many people say is read once; what one person said is not kept."""

from __future__ import annotations

from assistant.nlu.joint_model import Scored
from assistant.nlu.readings import Readings


class Reader:
    def __init__(self) -> None:
        self.read: list[str] = []

    def __call__(self, text: str) -> Scored:
        self.read.append(text)
        return Scored([("faq/cost", 0.9)], {}, text)


def test_what_comes_up_again_is_read_twice_and_then_known() -> None:
    readings, reader = Readings(), Reader()
    found = [readings.of("how much is it", reader) for _ in range(5)]
    assert reader.read == ["how much is it"] * 2
    assert all(reading == found[0] for reading in found)
    assert readings.of("how much was it", reader).read_as == "how much was it"


def test_what_was_said_once_is_not_kept() -> None:
    readings, reader = Readings(), Reader()
    readings.of("my name is Ann and I drink", reader)
    assert "Ann" not in repr(vars(readings))
    assert not readings._readings


def test_only_so_much_is_kept() -> None:
    readings, reader = Readings(kept=2, met=2), Reader()
    for text in ("a", "b", "c"):
        readings.of(text, reader)
        readings.of(text, reader)
    assert len(readings._readings) == 2
    reader.read.clear()
    readings.of("c", reader)
    readings.of("a", reader)
    assert reader.read == ["a"]  # the oldest was let go
    for text in ("d", "e", "f", "d"):
        readings.of(text, reader)
    assert len(readings._met) <= 2
    assert readings.of("\ud800", reader).read_as == "\ud800"
