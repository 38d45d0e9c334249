"""Copies of a tracker, and the events that count, are what Rasa's own code makes of them."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import ActionExecuted, ActionReverted, Event, Restarted, SlotSet, UserUtteranceReverted
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.trackers.light import _rasas_applied_events, install
from tests.unit.talk import DOMAIN, session, timed, turn
from tests.unit.test_tracker_window import CONVERSATIONS, state, whole

SON = SlotSet("asks_for", "son")
TAKEN_BACK: dict[str, list[list[Event]]] = {
    "a new session": [session(), turn("one", SON), session(SON), turn("two")],
    "a restart": [session(), turn("one", SON), timed(Restarted()), turn("two")],
    "an action taken back": [session(), turn("one"), timed(ActionExecuted("utter_answer"), ActionReverted()), turn("two")],
    "a message taken back": [session(), turn("one", SON), timed(UserUtteranceReverted()), turn("two")],
    "nothing": [],
}
ALL = {**CONVERSATIONS, **TAKEN_BACK}
install()


@pytest.mark.parametrize("turns", ALL.values(), ids=ALL.keys())
def test_the_same_events_count(turns: list[list[Event]]) -> None:
    tracker = whole(turns)
    assert tracker.applied_events() == _rasas_applied_events(tracker)


@pytest.mark.parametrize("turns", ALL.values(), ids=ALL.keys())
def test_a_copy_is_what_replaying_makes(turns: list[list[Event]]) -> None:
    tracker = whole(turns)
    copied, replayed = tracker.copy(), tracker.travel_back_in_time(float("inf"))
    assert state(copied) == state(replayed)
    assert list(copied.events) == list(replayed.events)
    assert copied.past_states(DOMAIN) == replayed.past_states(DOMAIN)
    assert {**vars(copied), **dict.fromkeys(("slots", "events"))} == {**vars(replayed), **dict.fromkeys(("slots", "events"))}


@pytest.mark.parametrize("turns", ALL.values(), ids=ALL.keys())
def test_what_happens_to_a_copy_does_not_happen_to_the_other(turns: list[list[Event]]) -> None:
    tracker = whole(turns)
    before, events = state(tracker), list(tracker.events)
    copied: DialogueStateTracker = tracker.copy()
    copied.update_with_events([*turn("more", SlotSet("asks_for", "wife")), ActionExecuted("callback_form")], DOMAIN)
    if copied.active_loop:
        copied.reject_action("callback_form")
        copied.interrupt_loop(True)
    assert state(tracker) == before
    assert list(tracker.events) == events
