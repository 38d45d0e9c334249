"""What Rasa says becomes events, a lost answer is found again in its memory, and an erased chat leaves it."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime
from types import SimpleNamespace
from typing import Any, Coroutine, TypeVar

import pytest
from rasa.core.actions.action import RemoteAction
from rasa.core.tracker_store import FailSafeTrackerStore, InMemoryTrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, BotUttered, Event, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from admissions.chat.talk import Message
from assistant import action_calls
from assistant.channel.output import event_of
from assistant.channel.rasa_side import RasaSide
from assistant.channel.words import trouble, unavailable
from assistant.nlg import FactsGenerator

Found = TypeVar("Found")


def finished(work: Coroutine[Any, Any, Found]) -> Found:
    """The result, from a thread of its own: a browser test may have left a loop running in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


def said(text: str | None = "Hi", data: dict[str, Any] | None = None, **metadata: Any) -> dict[str, Any]:
    """As Rasa hands an answer over."""
    return BotUttered(text, data, metadata).message()


def test_buttons_keep_what_else_they_hold(now: datetime) -> None:
    buttons = [{"title": "9 am", "payload": "thursday at 9", "group": "Thursday"}, {"title": "Skip"}]
    event = event_of(said(data={"buttons": buttons}), "m", now)
    assert event
    assert event.replies == [
        {"id": "r1", "title": "9 am", "payload": "thursday at 9", "group": "Thursday"},
        {"id": "r2", "title": "Skip", "payload": "Skip"},
    ]
    assert event.offers() == {"thursday at 9": "9 am", "Skip": "Skip"}


def test_custom_is_passed_on_and_its_buttons_are_offered_too(now: datetime) -> None:
    card = {"kind": "read_back", "lines": [{"label": "Time", "value": "9", "change": {"payload": "Change the time"}}]}
    event = event_of(said(None, {"custom": card}), "m", now)
    assert event
    assert (event.text, event.custom) == ("", card)
    assert event.offers() == {"Change the time": "Change the time"}


@pytest.mark.parametrize(
    ("metadata", "kind", "announce"),
    [
        (
            {"utter_action": "utter_crisis_overdose", "metadata": {"kind": "crisis", "announce": "assertive"}},
            "crisis",
            "assertive",
        ),
        ({"utter_action": "utter_crisis_overdose"}, "crisis", "assertive"),  # its metadata forgotten
        ({"utter_action": "utter_speak_to_human", "metadata": {"kind": "handoff"}}, "handoff", "polite"),
        ({"utter_action": "utter_greeting"}, "message", "polite"),
    ],
)
def test_the_type_of_an_answer(now: datetime, metadata: dict[str, Any], kind: str, announce: str) -> None:
    event = event_of(said(**metadata), "m", now)
    assert event
    assert (event.type, event.announce) == (kind, announce)
    assert event.custom.get("crisis") == ("overdose" if kind == "crisis" else None)


@pytest.mark.parametrize(
    ("response", "kind"),
    [("faq/cost", "answer"), ("tell_more", "answer"), ("ask_phone", "talk"), ("greeting", "talk"), ("unsure", "talk")],
)
def test_only_an_answer_to_a_question_is_called_an_answer(now: datetime, response: str, kind: str) -> None:
    event = event_of(said(utter_action=f"utter_{response}"), "m", now)
    assert event
    assert event.custom == {"kind": kind}


def test_nothing_said_is_no_event(now: datetime) -> None:
    assert event_of(said(None), "m", now) is None
    assert event_of(said("  "), "m", now) is None


def user(message_id: str) -> Event:
    return UserUttered("yes", {"name": "affirm"}, message_id=message_id)


EVENTS = [
    user("one"),
    ActiveLoop("callback_form"),
    BotUttered("Name?"),
    user("two"),
    BotUttered("Booked."),
    BotUttered("Bye."),
    user("three"),
]


@pytest.fixture
def side(now: datetime) -> tuple[RasaSide, list[Any]]:
    """With a memory of three messages, the second said in a form; and what Rasa is asked to answer."""
    store = FailSafeTrackerStore(InMemoryTrackerStore(Domain.empty()))
    asked: list[Any] = []

    async def handle(message: Any) -> None:
        asked.append(message)

    async def remember() -> None:
        await store.save(DialogueStateTracker.from_events("chat", EVENTS, slots=[]))

    finished(remember())
    return RasaSide(handle, lambda: SimpleNamespace(tracker_store=store), lambda: now), asked  # type: ignore[arg-type, return-value]


def test_a_turn_that_rasa_had_ended_is_told_again_and_not_taken_twice(side: tuple[RasaSide, list[Any]]) -> None:
    rasa, asked = side
    events = finished(rasa.answer("chat", Message("two", text="yes"), again=True))
    assert [event.text for event in events] == ["Booked.", "Bye."]
    assert {event.in_reply_to for event in events} == {"two"}
    assert asked == []


@pytest.mark.parametrize("message_id", ["three", "four"])
def test_a_turn_that_rasa_did_not_end_is_taken_again(side: tuple[RasaSide, list[Any]], message_id: str) -> None:
    rasa, asked = side
    (event,) = finished(rasa.answer("chat", Message(message_id, text="yes"), again=True))
    assert [message.message_id for message in asked] == [message_id]
    assert (event.type, event.text) == ("error", trouble())  # Rasa said nothing, so the visitor gets the helpline


def test_what_was_said_in_a_form_is_known(side: tuple[RasaSide, list[Any]]) -> None:
    rasa, _ = side
    found = [finished(rasa.was_in_form("chat", message_id)) for message_id in ("one", "two", "unknown")]
    assert found == [False, True, True]


def test_an_erased_chat_is_forgotten(side: tuple[RasaSide, list[Any]]) -> None:
    rasa, asked = side
    finished(rasa.forget("chat"))
    finished(rasa.answer("chat", Message("two", text="yes"), again=True))
    assert len(asked) == 1  # nothing is remembered of it


def test_a_yes_that_nobody_could_work_on_is_told_to_have_booked_nothing(now: datetime) -> None:
    """The action server does not answer at the read-back: what is said then names that, and the buttons are there again."""
    domain = Domain.from_dict({"forms": {"callback_form": {"required_slots": ["callback_consent", "callback_phone"]}}})
    store = FailSafeTrackerStore(InMemoryTrackerStore(domain))

    def asking(slot: str) -> DialogueStateTracker:
        form = [ActiveLoop("callback_form"), SlotSet("requested_slot", slot)]
        return DialogueStateTracker.from_events(slot, form, slots=domain.slots)

    async def silence(message: Any) -> None:
        raise TimeoutError

    agent = SimpleNamespace(tracker_store=store, nlg=FactsGenerator())
    rasa = RasaSide(silence, lambda: agent, lambda: now)  # type: ignore[arg-type, return-value]
    for slot, replies in (("callback_consent", ["Yes, call me", "No"]), ("callback_phone", [])):
        finished(store.save(asking(slot)))
        (event,) = finished(rasa.answer(slot, Message("m", text="yes"), again=False))
        assert (event.type, event.custom, [reply["payload"] for reply in event.replies]) == (
            "error",
            {"kind": "trouble"},
            replies,
        )
        assert ("Nothing is booked" in event.text) is bool(replies)


@pytest.mark.parametrize(
    ("action", "before", "told"),
    [
        ("callback_form", {"utter_action": "utter_callback_begin"}, True),
        ("action_offer_helpline", {"utter_action": "utter_helpline"}, False),  # the number is said; the rest only adds to it
        (
            "action_forget_minor",
            {"utter_action": "utter_crisis_suicide"},
            False,
        ),  # nothing may stand between danger and its number
        (None, {"utter_action": "utter_callback_begin"}, False),
    ],
)
def test_an_action_that_failed_after_something_was_said_is_told(
    now: datetime, monkeypatch: pytest.MonkeyPatch, action: str | None, before: dict[str, str], told: bool
) -> None:
    action_calls.install()

    async def handle(message: Any) -> None:
        await message.output_channel.send_response("chat", said("I can set up a call.", **before))
        if action:
            with suppress(Exception):  # as Rasa does
                await RemoteAction(action, action_endpoint=None).run(
                    message.output_channel,
                    None,
                    DialogueStateTracker("chat", []),
                    Domain.empty(),  # type: ignore[arg-type]
                )

    store = FailSafeTrackerStore(InMemoryTrackerStore(Domain.empty()))
    rasa = RasaSide(handle, lambda: SimpleNamespace(tracker_store=store), lambda: now)  # type: ignore[arg-type, return-value]
    events = finished(rasa.answer("chat", Message("m", text="call me"), again=False))
    assert [event.text for event in events[1:]] == ([unavailable()] if told else [])
    assert [event.type for event in events[1:]] == (["error"] if told else [])


@pytest.mark.parametrize(
    ("answer", "passes"),
    [
        ({}, True),
        ({"events": [], "responses": [{"text": "Hello."}]}, True),
        ({"events": [{"event": "slot", "name": "callback_name", "value": "Bo"}]}, True),
        ({"events": {"event": "slot"}}, False),
        ({"events": ["event"]}, False),
        ({"events": [{"name": "callback_name"}]}, False),
        ({"events": [{"event": "no such event"}]}, False),
        ({"responses": ["Hello."]}, False),
    ],
)
def test_an_action_servers_answer_is_looked_at_before_it_is_said(answer: dict[str, Any], passes: bool) -> None:
    action_calls.install()
    action = RemoteAction("action_offer_helpline", action_endpoint=None)  # type: ignore[arg-type]
    if passes:
        assert action._validate_action_result(answer)
        return
    with pytest.raises(Exception, match=r"\w"):
        action._validate_action_result(answer)
