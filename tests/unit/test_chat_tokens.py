"""A token tells others that its chat began in one assistant's memory, and nobody can make that up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from assistant.channel.tokens import AWAITED, awaited_for, new_token, new_token_in_memory
from assistant.homes import Home, home_of, settle


def test_one_that_began_in_memory_is_awaited(database: str, now: datetime) -> None:
    token = new_token_in_memory(now)
    assert awaited_for(token, now) > AWAITED.total_seconds() - 2
    assert awaited_for(token, now + AWAITED) == 0
    assert new_token_in_memory(now) != token


def test_one_that_is_in_the_database_is_not(database: str, now: datetime) -> None:
    assert awaited_for(new_token(), now) == 0


@pytest.mark.parametrize("made_up", ["", ".", "a.b.c", "x" * 43 + ".7fffffff." + "0" * 64, "é" * 43 + ".7fffffff." + "0" * 64])
def test_what_was_made_up_is_not(database: str, now: datetime, made_up: str) -> None:
    assert awaited_for(made_up, now) == 0


def test_its_time_cannot_be_prolonged(database: str, now: datetime) -> None:
    told, until, signature = new_token_in_memory(now).split(".")
    later = int((now + timedelta(days=1)).timestamp())
    assert awaited_for(f"{told}.{later:x}.{signature}", now + timedelta(days=1) - AWAITED / 2) == 0
    assert awaited_for(f"{'y' * 43}.{until}.{signature}", now) == 0


def test_one_of_other_keys_is_not(database: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    token = new_token_in_memory(now)
    monkeypatch.setenv("ADMISSIONS_KEYS", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=")
    assert awaited_for(token, now) == 0


def test_both_are_at_home_where_they_are_made(database: str, now: datetime) -> None:
    try:
        for number in (0, 1):
            settle(Home(number, 2))
            assert {home_of(make.encode(), 2) for make in (new_token(), new_token_in_memory(now))} == {number}
    finally:
        settle(Home())
