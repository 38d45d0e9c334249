"""The chat log on SQLite and PostgreSQL: numbers, one answer for one message, processes that die, erasing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from admissions.chat import log
from admissions.chat.conversations import erase, find, open_conversation, prolong, purge_chats
from admissions.chat.log import CUT_OFF, ELSEWHERE, FINISHED, NEW, OTHER_WORDS
from admissions.chat.talk import Conversation, Event, Gone, Message, own
from admissions.database import engine
from admissions.program import Retention
from admissions.retention import purge
from admissions.sealing import is_sealed

SAID = Message("6ba7b810-9dad-11d1-80b4-00c04fd430c8", text="my cousin Zebulon asks")


@pytest.fixture
def chat(either_database: str, now: datetime) -> Conversation:
    conversation = Conversation("chat-1", "t" * 64, "c" * 64, now, now + timedelta(hours=1))
    open_conversation(conversation, [Event("hello", now)])
    return conversation


def receive(chat: Conversation, now: datetime, message: Message = SAID, worker: str = "one") -> str:
    return log.receive(chat.id, message, own(chat.id, message, None, now), worker, chat.expires_at).state


def answer(now: datetime, text: str = "fine") -> Event:
    return Event(text, now, in_reply_to=SAID.id, replies=[{"id": "r1", "title": "Ü", "payload": "ü"}], custom={"kind": "answer"})


def test_events_are_numbered_read_back_and_sealed(chat: Conversation, now: datetime, either_database: str) -> None:
    receive(chat, now)
    (written,) = log.answer(chat.id, SAID.id, "one", [answer(now)])
    events = log.events_after(chat.id, 0)
    assert [event.seq for event in events] == [1, 2, 3]
    assert events[-1] == written
    assert events[1].text == SAID.text
    assert log.events_after(chat.id, 2) == [written]
    assert log.events_after(chat.id, 3) == []
    assert log.events_after(chat.id, 3, in_reply_to=SAID.id) == [written]
    with engine(either_database).connect() as connection:
        rows = [
            *connection.execute(sa.text("SELECT body FROM chat_events")),
            *connection.execute(sa.text("SELECT said FROM chat_messages")),
        ]
    assert all(is_sealed(row[0]) for row in rows)


def test_a_message_is_new_once(chat: Conversation, now: datetime) -> None:
    assert receive(chat, now) == NEW
    assert receive(chat, now, replace(SAID, text="other words")) == OTHER_WORDS
    assert receive(chat, now, replace(SAID, text=None, payload=SAID.text)) == OTHER_WORDS
    assert receive(chat, now) == CUT_OFF  # this very process has it no more
    log.answer(chat.id, SAID.id, "one", [answer(now)])
    assert receive(chat, now) == FINISHED
    assert log.answer(chat.id, SAID.id, "one", [answer(now)]) == []
    assert len(log.events_after(chat.id, 0)) == 3


def test_a_process_that_shows_no_sign_of_life_is_followed_by_one(
    chat: Conversation, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    moment = [1000.0]
    monkeypatch.setattr(log.time, "time", lambda: moment[0])
    receive(chat, now)
    assert receive(chat, now, worker="two") == ELSEWHERE
    moment[0] += log.LEASE / 2
    log.keep_alive(chat.id, SAID.id, "one")
    moment[0] += log.LEASE / 2 + 1
    assert receive(chat, now, worker="two") == ELSEWHERE
    moment[0] += log.LEASE
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(lambda worker: receive(chat, now, worker=worker), ("two", "three", "four", "five")))
    assert sorted(found) == sorted([CUT_OFF, ELSEWHERE, ELSEWHERE, ELSEWHERE])
    assert log.answer(chat.id, SAID.id, "one", [answer(now)]) == []  # the first comes back too late


def test_many_at_once_are_one_message_and_distinct_numbers(chat: Conversation, now: datetime) -> None:
    with ThreadPoolExecutor(8) as threads:
        states = list(threads.map(lambda number: receive(chat, now, worker=str(number)), range(8)))
        list(threads.map(lambda number: log.append(chat.id, [Event(str(number), now)]), range(8)))
    assert states.count(NEW) == 1
    events = log.events_after(chat.id, 0)
    assert [event.seq for event in events] == list(range(1, 11))


def test_what_was_kept_in_memory_is_written_once(chat: Conversation, now: datetime) -> None:
    log.append(chat.id, [Event("another process was here", now)])
    kept = [replace(own(chat.id, SAID, None, now), seq=2), replace(answer(now), seq=3)]
    for _ in range(2):
        log.restore(chat, "one", {SAID: True}, kept)
    events = log.events_after(chat.id, 0)
    assert [event.seq for event in events] == [1, 2, 3, 3 + log.ROOM]
    assert {event.id for event in kept} < {event.id for event in events}
    assert receive(chat, now) == FINISHED
    fresh = replace(chat, id="chat-2", token_hash="u" * 64)
    log.restore(fresh, "one", {SAID: False}, [replace(own(fresh.id, SAID, None, now), seq=1)])
    assert receive(fresh, now) == CUT_OFF


def test_only_answers_are_judged_and_the_question_comes_with_them(chat: Conversation, now: datetime) -> None:
    receive(chat, now)
    log.answer(chat.id, SAID.id, "one", [answer(now)])
    assert log.rate(chat.id, 1, False) is None
    assert log.rate(chat.id, 9, False) is None
    assert log.rate(chat.id, 3, False) == log.Rated(SAID.text or "", SAID.id, changed=True)
    assert log.rate(chat.id, 3, False) == log.Rated(SAID.text or "", SAID.id, changed=False)


def test_an_erased_chat_is_gone_and_takes_nothing_more(chat: Conversation, now: datetime) -> None:
    receive(chat, now)
    erase(chat.id)
    assert find(chat.token_hash) is None
    calls: list[Any] = [
        lambda: receive(chat, now),
        lambda: log.events_after(chat.id, 0),
        lambda: log.append(chat.id, [answer(now)]),
        lambda: prolong(chat.id, now),
    ]
    for call in calls:
        with pytest.raises(Gone):
            call()
    assert log.answer(chat.id, SAID.id, "one", [answer(now)]) == []


def test_purge_removes_what_ended_before(chat: Conversation, now: datetime) -> None:
    receive(chat, now)
    assert purge_chats(now) == 0
    prolong(chat.id, now + timedelta(hours=2))
    assert purge_chats(now + timedelta(hours=1, minutes=30)) == 0
    kept = Retention(conversations_days=30, callbacks_days=180, consent_proof_days=1460)
    assert purge(now + timedelta(days=29), kept)["chats"] == 0
    assert purge(now + timedelta(days=31), kept)["chats"] == 1
    assert find(chat.token_hash) is None
