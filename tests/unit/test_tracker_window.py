"""The window: what is still looked at late in a conversation, and that nothing which matters is lost by the cut."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.nlu.aftermath import CIRCUMSTANCES, UNDERAGE, is_underage, open_crisis
from assistant.trackers.window import MOST, WINDOW, Window
from tests.unit.talk import DOMAIN, form_turn, said, session, timed, turn

SLOTS = DOMAIN.slots
LOOKED_AT = 4  # states; the longest rule has so many


def windowed(turns: list[list[Event]]) -> DialogueStateTracker:
    window = Window("visitor-1")
    for events in turns:
        window.add(events, SLOTS)
    return DialogueStateTracker.from_events("visitor-1", window.events, SLOTS)


def whole(turns: list[list[Event]]) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("visitor-1", [event for events in turns for event in events], SLOTS)


def chat(*turns: list[Event], then: int = 3 * WINDOW) -> list[list[Event]]:
    return [session(), *turns, *(turn(f"q{number}") for number in range(then))]


def state(tracker: DialogueStateTracker) -> tuple[object, ...]:
    """All that Rasa goes by, but the events."""
    loop = tracker.active_loop
    slots = {name: (slot.value, slot.has_been_set) for name, slot in tracker.slots.items()}
    return (
        slots,
        tracker.active_loop_name,
        loop and (loop.trigger_message or {}).get("text"),
        loop and loop.rejected,
        loop and loop.is_interrupted,
        tracker.latest_action,
        tracker.followup_action,
        tracker.is_paused(),
        tracker.latest_message,
        tracker.latest_bot_utterance,
        tracker.get_latest_input_channel(),
    )


def looked_at(tracker: DialogueStateTracker) -> list[dict[str, Any]]:
    """The last states, as far as rules look at them: of the one before any action, only that it is that one."""
    return [each if "prev_action" in each else {} for each in tracker.past_states(DOMAIN)[-LOOKED_AT:]]


def in_form(number: int) -> list[Event]:
    """The first turn, number 0, begins the form."""
    return form_turn(f"answer {number}", not number, callback_phone=f"+1614555{number:04}", callback_window={"start": number})


CONVERSATIONS = {
    "questions": chat(turn("first", SlotSet("asks_for", "son"))),
    "a slot emptied again": chat(turn("a", SlotSet("asks_for", "son")), turn("b", SlotSet("asks_for", None))),
    "a form that runs on": [session(), *(in_form(number) for number in range(3 * WINDOW))],
    "a form left long ago": chat(in_form(0), turn("stop", ActiveLoop(None), SlotSet("requested_slot", None))),
    "questions within a form": chat(in_form(0)),
    "a rejected form": chat(timed(*in_form(0), ActionExecutionRejected("callback_form"), ActionExecuted("action_listen"))),
    "a pause": chat(timed(*turn("human please"), ConversationPaused())),
    "a short one": chat(then=2),
}


@pytest.mark.parametrize("turns", CONVERSATIONS.values(), ids=CONVERSATIONS)
def test_the_state_is_the_same_as_without_a_cut(turns: list[list[Event]]) -> None:
    for length in range(1, len(turns) + 1):
        assert state(windowed(turns[:length])) == state(whole(turns[:length]))


@pytest.mark.parametrize("turns", CONVERSATIONS.values(), ids=CONVERSATIONS)
def test_rasa_works_out_the_same_state_anew(turns: list[list[Event]]) -> None:
    """Rasa replays a tracker's events for every action it runs."""
    assert state(windowed(turns).copy()) == state(whole(turns).copy())


@pytest.mark.parametrize("turns", CONVERSATIONS.values(), ids=CONVERSATIONS)
def test_the_rules_see_the_same_last_turns(turns: list[list[Event]]) -> None:
    for length in range(2, len(turns) + 1):
        asked = [*turns[:length], timed(said("and now", "faq"))]
        seen, full = (looked_at(tracker) for tracker in (windowed(asked), whole(asked)))
        assert seen == full


def test_the_window_does_not_grow() -> None:
    early, late = (
        max(
            len(windowed(chat(turn("a", SlotSet("asks_for", "son")), in_form(0), then=first + more)).events)
            for more in range(MOST)
        )
        for first in (20, 60)
    )
    assert early == late < 100


@pytest.mark.parametrize("age", [1, WINDOW, MOST, 5 * WINDOW])
def test_who_said_to_be_under_age_has_said_so(age: int) -> None:
    for told in (turn("im 15", intent="say_underage"), turn("I am in 9th grade", **{CIRCUMSTANCES: [UNDERAGE]})):
        assert is_underage(windowed(chat(told, then=age)), "say_underage")
    assert not is_underage(windowed(chat(then=age)), "say_underage")


def test_talk_of_violence_is_still_seen_by_actions_and_no_longer_answered() -> None:
    tracker = windowed(chat(turn("he hits me", intent="crisis_violence"), then=5 * WINDOW))
    messages = [event.as_dict() for event in tracker.events if isinstance(event, UserUttered)]
    assert "crisis_violence" in [message["parse_data"]["intent"]["name"] for message in messages]
    assert open_crisis(tracker, "crisis_", "safe_now", 4) is None


def test_the_answer_to_the_last_topic_stays() -> None:
    """ "More" after a long booking still tells more of it."""
    answer = BotUttered("We meet mornings.", {}, {"utter_action": "utter_faq/hours"})
    tracker = windowed([session(), turn("when?", answer), *(in_form(number) for number in range(2 * WINDOW))])
    assert answer in tracker.events


def test_a_new_session_ends_the_old_window() -> None:
    turns = [*chat(turn("a", SlotSet("asks_for", "son"))), session(SlotSet("asks_for", "son")), turn("b")]
    tracker = windowed(turns)
    assert list(tracker.events) == [*turns[-2], *turns[-1]]
    assert tracker.get_slot("asks_for") == "son"
