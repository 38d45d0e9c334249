"""The contract of the chat channel against the live assistant: sessions, exactly one answer, replay, buttons."""

from __future__ import annotations

import threading
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.journeys.live import Live, Visitor
from tests.journeys.stored import in_database


@pytest.fixture
def visitor(live: Live) -> Visitor:
    visitor = live.visitor()
    visitor.open()
    return visitor


def message(text: str | None = "how much does it cost", **more: Any) -> dict[str, Any]:
    return {"id": str(uuid.uuid4()), **({"text": text} if text is not None else {}), **more}


def everything(visitor: Visitor) -> list[dict[str, Any]]:
    status, answer, _ = visitor.call("GET", "events?after=0&wait=0")
    assert status == 200
    return answer["events"]


def test_the_first_event_says_who_answers(live: Live) -> None:
    (greeting,) = live.visitor().open()
    assert "automated assistant" in greeting["text"]
    assert "not a person or a clinician" in greeting["text"]
    assert (greeting["seq"], greeting["type"], greeting["announce"]) == (1, "message", "polite")
    assert "How does an IOP work?" in [reply["payload"] for reply in greeting["replies"]]


def test_neither_token_nor_words_are_in_the_database(live: Live, visitor: Visitor) -> None:
    visitor.say("my cousin Zebulon asked how much it costs")
    tables = ("chat_conversations", "chat_messages", "chat_events")
    dump = "".join(str(in_database(live, f"select * from {table}")) for table in tables)
    assert "sealed:" in dump
    assert visitor.token not in dump
    assert "Zebulon" not in dump
    assert "automated assistant" not in dump


@pytest.mark.parametrize("token", ["", "forged", "x" * 43, "é", "a b"])
def test_a_forged_token_opens_nothing(live: Live, token: str) -> None:
    visitor = live.visitor()
    headers = {"Authorization": f"Bearer {token}".encode().decode("latin-1")}
    for method, path, body in (
        ("POST", "messages", message()),
        ("GET", "events?after=0&wait=0", None),
        ("POST", "feedback", {"seq": 1, "helpful": True}),
        ("DELETE", "session", None),
    ):
        status, answer, _ = visitor.call(method, path, body, headers)
        assert (status, answer["code"]) == (401, "session_unknown")


def test_the_conversation_id_is_no_key(live: Live, visitor: Visitor) -> None:
    ((conversation,),) = in_database(live, "select id from chat_conversations order by created_at desc limit 1")
    assert conversation not in visitor.token
    status, _, _ = visitor.call("GET", "events?after=0&wait=0", None, {"Authorization": f"Bearer {conversation}"})
    assert status == 401


def test_an_expired_token_is_told_so_and_a_new_chat_begins(live: Live, visitor: Visitor) -> None:
    visitor.say("how much does it cost")
    in_database(live, "update chat_conversations set expires_at = '2020-01-01T00:00:00.000+00:00'")
    status, answer, _ = visitor.call("POST", "messages", message())
    assert (status, answer["code"], answer["retryable"]) == (401, "session_expired", False)
    old = visitor.token
    assert len(visitor.open()) == 1
    assert visitor.token != old


def test_a_reload_takes_the_chat_up_again_only_with_both_token_and_client(live: Live, visitor: Visitor) -> None:
    client = {"client_id": uuid.uuid4().hex}
    visitor.token = ""
    _, first, _ = visitor.call("POST", "session", client)
    visitor.token = first["token"]
    visitor.say("how much does it cost")
    _, again, _ = visitor.call("POST", "session", client)
    assert (again["token"], again["conversation_id"]) == (first["token"], first["conversation_id"])
    assert [event["seq"] for event in again["events"]] == [1, 2, 3]
    _, other_client, _ = visitor.call("POST", "session", {"client_id": uuid.uuid4().hex})
    visitor.token = ""
    _, no_token, _ = visitor.call("POST", "session", client)
    for new in (other_client, no_token):
        assert new["conversation_id"] != first["conversation_id"]
        assert len(new["events"]) == 1


def test_a_duplicate_gets_the_stored_answer(visitor: Visitor) -> None:
    sent = message("please call me back")
    _, first, _ = visitor.call("POST", "messages", sent)
    assert first["status"] == "accepted"
    for _ in range(2):
        status, again, _ = visitor.call("POST", "messages", sent)
        assert (status, again["status"], again["events"]) == (200, "duplicate", first["events"])
    _, upper, _ = visitor.call("POST", "messages", {**sent, "id": sent["id"].upper()})
    assert upper["status"] == "duplicate"
    assert len(everything(visitor)) == 2 + len(first["events"])


def test_an_id_used_for_other_words_is_refused(visitor: Visitor) -> None:
    sent = message()
    visitor.call("POST", "messages", sent)
    status, answer, _ = visitor.call("POST", "messages", {**sent, "text": "what days and hours"})
    assert (status, answer["code"]) == (409, "message_id_reused")


def test_concurrent_duplicates_are_answered_once(visitor: Visitor) -> None:
    sent = message("call Jo 503 555 0161 tomorrow 9am")
    with ThreadPoolExecutor(10) as threads:
        answers = list(threads.map(lambda _: visitor.call("POST", "messages", sent)[1], range(10)))
    assert sorted(answer["status"] for answer in answers) == ["accepted"] + ["duplicate"] * 9
    assert all(answer["events"] == answers[0]["events"] for answer in answers)
    assert len(everything(visitor)) == 2 + len(answers[0]["events"])


def test_ids_belong_to_their_conversation(live: Live, visitor: Visitor) -> None:
    sent, other = message(), live.visitor()
    visitor.call("POST", "messages", sent)
    other.open()
    status, answer, _ = other.call("POST", "messages", {**sent, "text": "what days and hours"})
    assert (status, answer["status"]) == (200, "accepted")
    assert "3 days a week" in answer["events"][0]["text"]


def test_the_log_is_replayed_in_order_with_the_visitors_own_words(visitor: Visitor) -> None:
    asked = [message("how much does it cost"), message("what days and hours")]
    answers = [visitor.call("POST", "messages", sent)[1]["events"] for sent in asked]
    events = everything(visitor)
    assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    own = [event for event in events if event["custom"]["kind"] == "own"]
    assert [(event["text"], event["custom"]["message_id"]) for event in own] == [(sent["text"], sent["id"]) for sent in asked]
    assert [event for event in events if event["in_reply_to"]] == [*answers[0], *answers[1]]


def test_what_was_missed_comes_with_the_next_answer(visitor: Visitor) -> None:
    missed = visitor.answers("how much does it cost")
    _, answer, _ = visitor.call("POST", "messages", message("what days and hours", after=1))
    assert missed[0] in answer["events"]


def test_a_poll_waits_for_what_is_said(visitor: Visitor) -> None:
    seen = everything(visitor)[-1]["seq"]
    found: list[Any] = []
    poll = threading.Thread(target=lambda: found.append(visitor.call("GET", f"events?after={seen}&wait=20")))
    poll.start()
    time.sleep(0.5)
    assert not found
    started = time.monotonic()
    visitor.say("how much does it cost")
    poll.join(10)
    assert time.monotonic() - started < 4
    assert found[0][1]["events"][-1]["text"].startswith("An IOP is not cheap")
    status, nothing, _ = visitor.call("GET", f"events?after={seen + 99}&wait=0")
    assert (status, nothing) == (200, {"events": []})


def test_only_offered_buttons_are_taken(visitor: Visitor) -> None:
    for forged in ("/restart", '/inform{"x": 1}', "Yes, call me", "\ud800", ""):
        status, answer, _ = visitor.call("POST", "messages", message(None, payload=forged))
        assert (status, answer["code"]) == (403, "payload_not_offered")
    (cost,) = [reply for reply in everything(visitor)[0]["replies"] if "cost" in reply["title"]]
    sent = message(None, payload=cost["payload"], reply_to_seq=1)
    status, answer, _ = visitor.call("POST", "messages", sent)
    assert status == 200
    assert "5,000" in answer["events"][0]["text"]
    assert everything(visitor)[1]["text"] == cost["title"]


def test_another_chats_buttons_are_not_offered_here(live: Live, visitor: Visitor) -> None:
    payload = visitor.buttons("please call me back")[0]
    other = live.visitor()
    other.open()
    status, answer, _ = other.call("POST", "messages", message(None, payload=payload))
    assert (status, answer["code"]) == (403, "payload_not_offered")


@pytest.mark.parametrize("typed", ["/restart", '/inform{"callback_phone": "+15035550100"}', "//session_start", " /back"])
def test_a_typed_command_is_text(visitor: Visitor, typed: str) -> None:
    assert visitor.say(typed)
    assert everything(visitor)[1]["text"] == typed.strip()


@pytest.mark.parametrize("typed", ["/restart", "//restart", " / reset", "/session_start"])
def test_a_typed_command_forgets_no_half_made_call(live: Live, typed: str) -> None:
    visitor = live.visitor()
    visitor.say("please call me back")
    visitor.say("Sam")
    assert "phone number" in visitor.say(typed)
    assert "(614) 555-0135" in visitor.say("614 555 0135")


@pytest.mark.parametrize(
    ("text", "crisis"),
    [
        ("i want to kill myself", "suicide"),
        ("he overdosed and is not breathing", "overdose"),
        ("i stopped drinking yesterday and im shaking and seeing things", "withdrawal"),
        ("my husband hit me again", "violence"),
    ],
)
def test_danger_is_marked_for_the_widget(visitor: Visitor, text: str, crisis: str) -> None:
    (event,) = visitor.answers(text)
    assert (event["type"], event["announce"]) == ("crisis", "assertive")
    assert (event["custom"]["kind"], event["custom"]["crisis"]) == ("crisis", crisis)
    assert event["custom"]["version"]  # which words were shown


def test_an_unhelpful_answer_goes_to_the_review_list_once(live: Live, visitor: Visitor) -> None:
    (answer,) = visitor.answers("do you take my blorbicross insurance")
    for helpful in (True, False, False):
        status, noted, _ = visitor.call("POST", "feedback", {"seq": answer["seq"], "helpful": helpful})
        assert (status, noted) == (200, {"status": "noted"})
    kept = in_database(live, "select reason from unanswered where text like '%blorbicross%'")
    assert kept.count(("unhelpful",)) == 1


def test_what_was_said_in_a_form_is_never_noted(live: Live, visitor: Visitor) -> None:
    visitor.say("please call me back")
    answer = visitor.answers("Zadkiel")[-1]
    visitor.call("POST", "feedback", {"seq": answer["seq"], "helpful": False})
    assert not in_database(live, "select 1 from unanswered where text like '%adkiel%'")


@pytest.mark.parametrize("seq", [1, 2, 999])
def test_only_an_answer_of_this_chat_can_be_judged(visitor: Visitor, seq: int) -> None:
    visitor.say("how much does it cost")  # 1 is the greeting, 2 the visitor's own words
    status, answer, _ = visitor.call("POST", "feedback", {"seq": seq, "helpful": False})
    assert (status, answer["code"]) == (404, "no_such_answer")


def test_erasing_leaves_nothing(live: Live, visitor: Visitor) -> None:
    visitor.say("please call me back")
    before = [in_database(live, f"select count(*) from {table}")[0][0] for table in ("chat_messages", "chat_events")]
    status, answer, _ = visitor.call("DELETE", "session")
    assert (status, answer) == (200, {"status": "erased"})
    after = [in_database(live, f"select count(*) from {table}")[0][0] for table in ("chat_messages", "chat_events")]
    assert after[0] == before[0] - 1
    assert after[1] < before[1]
    for method, path, body in (("POST", "messages", message()), ("GET", "events?after=0", None), ("DELETE", "session", None)):
        status, answer, _ = visitor.call(method, path, body)
        assert (status, answer["code"]) == (401, "session_unknown")


def test_erasing_ends_an_open_poll(visitor: Visitor) -> None:
    found: list[Any] = []
    poll = threading.Thread(target=lambda: found.append(visitor.call("GET", "events?after=1&wait=20")))
    poll.start()
    time.sleep(0.5)
    visitor.call("DELETE", "session")
    poll.join(10)
    assert found[0][0] == 401
