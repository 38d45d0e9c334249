"""Limits, addresses and settings of the chat channel."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from assistant.channel import words
from assistant.channel.http import address_of
from assistant.channel.limits import Limits
from assistant.channel.refusals import Refusal
from assistant.channel.settings import Settings, SettingsError
from assistant.processes import CREDENTIALS

(SHIPPED,) = yaml.safe_load(CREDENTIALS.read_text("utf-8")).values()


def limits(**changed: Any) -> Limits:
    return Limits(Settings.read({**SHIPPED, **changed}))


def test_a_bucket_fills_up_again(monkeypatch: pytest.MonkeyPatch) -> None:
    moment = [100.0]
    monkeypatch.setattr("assistant.channel.limits.time.monotonic", lambda: moment[0])
    few = limits(messages_per_conversation=2)
    few.message("chat", "a")
    few.message("chat", "a")
    with pytest.raises(Refusal) as refusal:
        few.message("chat", "a")
    assert (refusal.value.code, refusal.value.retry_after) == ("too_many_messages", 30)
    few.message("other chat", "a")
    moment[0] += 30
    few.message("chat", "a")
    with pytest.raises(Refusal):
        few.message("chat", "a")


def test_an_address_is_counted_over_its_chats() -> None:
    few = limits(messages_per_address=2)
    few.message("one", "a")
    few.message("two", "a")
    with pytest.raises(Refusal):
        few.message("three", "a")
    few.message("three", "b")


def test_places_of_polls_are_given_back() -> None:
    few = limits(polls=2)
    with few.poll("one", "a"), few.poll("two", "b"), pytest.raises(Refusal), few.poll("three", "c"):
        pass
    with few.poll("three", "c"):
        pass


@pytest.mark.parametrize(
    ("forwarded", "peer", "found"),
    [
        ("", "192.0.2.7", "192.0.2.7"),
        ("198.51.100.4", "127.0.0.1", "198.51.100.4"),
        ("[2001:db8:1:2:3:4:5:6]", "127.0.0.1", "2001:db8:1:2::/64"),
        ("", "2001:db8:1:2::99", "2001:db8:1:2::/64"),
        ("", "::ffff:192.0.2.7", "192.0.2.7"),
        ("nonsense", "127.0.0.1", "unknown"),
    ],
)
def test_who_counts_as_one_address(forwarded: str, peer: str, found: str) -> None:
    assert address_of(SimpleNamespace(remote_addr=forwarded, ip=peer)) == found  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"longest_text": "many"}, "longest_text"),
        ({"polls": 0}, "polls"),
        ({"polls": True}, "polls"),
        ({"allowed_origins": "https://a.example"}, "allowed_origins"),
        ({"allowed_origins": ["a.example"]}, "allowed_origins"),
        ({"colour": 1}, "knows no line `colour`"),
    ],
)
def test_a_wrong_setting_is_named(change: dict[str, Any], words: str) -> None:
    with pytest.raises(SettingsError, match=words):
        Settings.read({**SHIPPED, **change})


def test_a_missing_setting_is_named() -> None:
    with pytest.raises(SettingsError, match="needs a line `polls`"):
        Settings.read({name: value for name, value in SHIPPED.items() if name != "polls"})


def test_the_shipped_settings_are_read() -> None:
    assert Settings.read({**SHIPPED, "allowed_origins": ["https://WWW.a.example/"]}).allowed_origins == ("https://www.a.example",)
    assert Settings.read({**SHIPPED, "allowed_origins": None}).allowed_origins == ()


def test_one_second_is_no_seconds() -> None:
    assert "wait 1 second and" in words.too_much(1)
    assert "wait 2 seconds and" in words.too_much(2)
