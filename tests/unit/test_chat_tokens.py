"""A token tells others that its chat began in one assistant's memory, and whose it is, and nobody can make that up."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from assistant.channel.tokens import GOOD_FOR, begun_in_memory, new_token, new_token_in_memory
from assistant.homes import Home, home_of, settle

CLIENT, OTHER_CLIENT = "c" * 64, "d" * 64


def test_one_that_began_in_memory_says_so_and_whose_it_is_for_a_while(database: str, now: datetime) -> None:
    token = new_token_in_memory(CLIENT, now)
    assert begun_in_memory(token, now) == CLIENT
    assert begun_in_memory(token, now + GOOD_FOR) is None
    assert new_token_in_memory(CLIENT, now) != token


def test_one_that_is_in_the_database_does_not(database: str, now: datetime) -> None:
    assert begun_in_memory(new_token(), now) is None


SIGNED = ".7fffffff." + CLIENT + "." + "0" * 64


@pytest.mark.parametrize("made_up", ["", ".", "a.b.c.d", "x" * 43 + SIGNED, "é" * 43 + SIGNED])
def test_what_was_made_up_does_not(database: str, now: datetime, made_up: str) -> None:
    assert begun_in_memory(made_up, now) is None


def test_nothing_of_it_can_be_changed(database: str, now: datetime) -> None:
    told, until, client, signature = new_token_in_memory(CLIENT, now).split(".")
    later = int((now + timedelta(days=1)).timestamp())
    assert begun_in_memory(f"{told}.{later:x}.{client}.{signature}", now + timedelta(hours=1)) is None
    assert begun_in_memory(f"{'y' * 43}.{until}.{client}.{signature}", now) is None
    assert begun_in_memory(f"{told}.{until}.{OTHER_CLIENT}.{signature}", now) is None


def test_one_of_other_keys_is_not(database: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    token = new_token_in_memory(CLIENT, now)
    monkeypatch.setenv("ADMISSIONS_KEYS", "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=")
    assert begun_in_memory(token, now) is None


def test_both_are_at_home_where_they_are_made(database: str, now: datetime) -> None:
    try:
        for number in (0, 1):
            settle(Home(number, 2))
            assert {home_of(make.encode(), 2) for make in (new_token(), new_token_in_memory(CLIENT, now))} == {number}
    finally:
        settle(Home())
