"""The chat when things break in the middle: a killed assistant, a hung action server, a database that is away or locked."""

from __future__ import annotations

import sqlite3
import threading
import time
import uuid
from typing import Any, Iterator

import pytest
from playwright.sync_api import expect

from assistant.channel.app import CATCH_UP
from assistant.channel.known import BEGUN_ELSEWHERE
from tests.browser.chat_page import ChatPage
from tests.journeys.breaking import frozen_actions, locked_database
from tests.journeys.live import Live, Visitor
from tests.journeys.test_plug_pulled import CRISES, HELPLINE, database_away

SLOW = 1  # seconds after which a turn counts as slow here
HEALTH_REMEMBERED = 2.1  # seconds
REST = 5.5  # seconds until a database that failed is asked again


@pytest.fixture(scope="module")
def hasty(shared_live: Live) -> Iterator[Live]:
    """The shared assistant, which calls a turn slow sooner."""
    shared_live.restart_assistant(slowest_turn=SLOW)
    yield shared_live
    shared_live.restart_assistant()


@pytest.fixture
def visitor(hasty: Live, live: Live) -> Visitor:
    visitor = live.visitor()
    visitor.open()
    return visitor


def message(text: str) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), "text": text}


def log(visitor: Visitor) -> list[dict[str, Any]]:
    status, answer, _ = visitor.call("GET", "events?after=0&wait=0")
    assert status == 200, answer
    return answer["events"]


def stored_ids(live: Live) -> set[str]:
    with sqlite3.connect(live.database.removeprefix("sqlite:///")) as connection:
        return {event_id for (event_id,) in connection.execute("select id from chat_events")}


def wait_until_received(live: Live, message_id: str) -> None:
    for _ in range(100):
        with sqlite3.connect(live.database.removeprefix("sqlite:///")) as connection:
            if connection.execute("select 1 from chat_messages where id = ?", [message_id]).fetchall():
                return
        time.sleep(0.05)
    raise AssertionError("the message was never recorded")


def test_a_turn_that_the_assistant_died_in_is_answered_once_after_it_is_back(visitor: Visitor) -> None:
    live, answered, cut_off = visitor.live, message("please call me back"), message("Dana")
    _, answer, _ = visitor.call("POST", "messages", answered)
    before = log(visitor)
    with frozen_actions(live):
        lost: list[Any] = []
        sending = threading.Thread(target=lambda: lost.append(_try(visitor, cut_off)))
        sending.start()
        wait_until_received(live, cut_off["id"])
        live.kill_assistant()
        sending.join()
    assert lost == [None]
    live.restart_assistant(slowest_turn=SLOW)
    assert log(visitor)[:-1] == before  # nothing is lost but the answer
    _, again, _ = visitor.call("POST", "messages", answered)
    assert (again["status"], again["events"]) == ("duplicate", answer["events"])
    _, first, _ = visitor.call("POST", "messages", cut_off)
    _, second, _ = visitor.call("POST", "messages", cut_off)
    assert first["events"]
    assert first["events"] == second["events"]
    events = log(visitor)
    assert [event for event in events if event["in_reply_to"] == cut_off["id"]] == first["events"]
    assert [event["text"] for event in events].count("Dana") == 1


def _try(visitor: Visitor, sent: dict[str, Any]) -> Any:
    try:
        return visitor.call("POST", "messages", sent)
    except OSError:
        return None


def test_a_slow_turn_is_said_honestly_and_its_answer_comes(visitor: Visitor) -> None:
    visitor.say("please call me back")
    sent = message("Dana")
    with frozen_actions(visitor.live):
        _, early, _ = visitor.call("POST", "messages", sent)
        (notice,) = early["events"]
        assert notice["custom"]["kind"] == "slow"
        assert HELPLINE in notice["text"]
        _, again, _ = visitor.call("POST", "messages", sent)
        assert (again["status"], again["events"]) == ("duplicate", [notice])
    _, late, _ = visitor.call("GET", f"events?after={notice['seq']}&wait=10")
    assert "phone number" in late["events"][0]["text"]
    assert late["events"][0]["in_reply_to"] == sent["id"]
    _, again, _ = visitor.call("POST", "messages", sent)
    assert again["events"] == [notice, *late["events"]]


def test_in_the_chat_window_the_word_that_it_takes_long_is_not_the_answer(hasty: Live, chat: ChatPage) -> None:
    chat.greeted().ask("please call me back")
    with frozen_actions(hasty):
        chat.ask("Dana")
        expect(chat.answers.last).to_contain_text("taking longer than usual")
        expect(chat.status).to_contain_text("Writing an answer")
    expect(chat.answers.last).to_contain_text("phone number")
    expect(chat.status).to_have_text("")


def test_other_visitors_do_not_wait_for_a_slow_one(visitor: Visitor) -> None:
    other = visitor.live.visitor()
    other.open()
    visitor.say("please call me back")
    with frozen_actions(visitor.live):
        slow = threading.Thread(target=visitor.say, args=["Dana"])
        slow.start()
        started = time.monotonic()
        assert "5,000" in other.say("how much does it cost")
        assert time.monotonic() - started < SLOW
        slow.join()


def test_without_a_database_a_chat_goes_on_and_is_written_down_later(visitor: Visitor) -> None:
    kept, lost = message("how much does it cost"), message("what days and hours")
    _, answer, _ = visitor.call("POST", "messages", kept)
    with database_away(visitor.live):
        status, first, _ = visitor.call("POST", "messages", lost)
        assert status == 200
        assert "3 days a week" in first["events"][0]["text"]
        _, again, _ = visitor.call("POST", "messages", lost)
        assert (again["status"], again["events"]) == ("duplicate", first["events"])
        _, again, _ = visitor.call("POST", "messages", kept)
        assert (again["status"], again["events"]) == ("duplicate", answer["events"])
        time.sleep(HEALTH_REMEMBERED)
        health = visitor.call("GET", "health")[1]
        assert {**health, "version": ""} == {
            "status": "degraded",
            "model": "ok",
            "database": "down",
            "actions": "ok",
            "version": "",
        }
        assert visitor.call("DELETE", "session")[0] == 503 or pytest.fail("erased without a database")
    time.sleep(REST)
    _, again, _ = visitor.call("POST", "messages", lost)
    assert again["events"] == first["events"]
    visitor.say("does medicaid pay")
    events = log(visitor)
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert len(stored_ids(visitor.live) & {event["id"] for event in events}) == len(events)  # all of it is on disk


def test_a_chat_goes_on_though_the_assistant_began_anew_without_a_database(visitor: Visitor) -> None:
    visitor.say("how much does it cost")
    before = log(visitor)
    with database_away(visitor.live):
        visitor.live.restart_assistant(slowest_turn=SLOW)
        _, answer, _ = visitor.call("POST", "messages", {**message("please call me back"), "after": before[-1]["seq"]})
        assert "first name" in answer["events"][-1]["text"]
        assert visitor.call("GET", "events?after=0&wait=0")[0] == 503  # nobody knows yet whose chat it is
    time.sleep(REST)
    assert "phone number" in visitor.say("Dana")
    events = log(visitor)
    assert events[: len(before)] == before
    assert [event for event in events if event in answer["events"]] == answer["events"]
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))


def test_danger_is_answered_without_a_database_whatever_the_token(hasty: Live, live: Live) -> None:
    known, strangers, newcomers = ([live.visitor() for _ in CRISES] for _ in range(3))
    for visitor in known:
        visitor.open()
    for visitor in strangers:
        visitor.token = f"a token from before the assistant was started again {visitor.address}"
    with database_away(live):
        for visitors in zip(known, strangers, newcomers):
            text, number = CRISES[known.index(visitors[0])]
            for visitor in visitors:
                (event,) = visitor.answers(text)  # a newcomer's chat begins here, too
                assert number in event["text"]
                assert (event["type"], event["announce"]) == ("crisis", "assertive")
                assert number in visitor.say("nobody cares")  # the danger is remembered
        assert strangers[0].call("GET", "events?after=0&wait=0")[0] == 503
    time.sleep(REST + CATCH_UP + BEGUN_ELSEWHERE)
    assert strangers[0].call("POST", "messages", message("hello"))[0] == 401
    assert [event["seq"] for event in log(newcomers[0])] == [1, 2, 3, 4, 5]


def test_a_locked_database_costs_seconds_and_no_answer(visitor: Visitor) -> None:
    other = visitor.live.visitor()
    other.open()
    with locked_database(visitor.live):
        started = time.monotonic()
        assert "988" in visitor.say("i want to kill myself")
        assert HELPLINE in other.say("how much does it cost")  # at once; the answer follows
        assert time.monotonic() - started < 8
    time.sleep(REST)
    assert "5,000" in "".join(event["text"] for event in log(other))
    for someone in (visitor, other):
        events = log(someone)
        assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
        assert len([event for event in events if event["in_reply_to"] and event["custom"]["kind"] != "slow"]) == 1
