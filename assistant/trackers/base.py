"""What the part of a conversation that is no longer looked at leaves behind, as events.

Rasa works a conversation's state out from its events, again and again, so whatever must outlive a cut has to be one.
"""

from __future__ import annotations

from typing import Any, Iterable, List, Optional, Set

from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.events import (
    ActionExecuted,
    ActionExecutionRejected,
    ActiveLoop,
    BotUttered,
    ConversationPaused,
    Event,
    FollowupAction,
    SlotSet,
    UserUttered,
)
from rasa.shared.core.trackers import DialogueStateTracker, TrackerActiveLoop

from assistant.nlu.aftermath import CIRCUMSTANCES


def left_behind(tracker: DialogueStateTracker) -> List[Event]:
    """Events from which Rasa gets the same slots, running form, latest action and pause as from all of the tracker's, and in
    which what was ever said is still seen to have been said: see `landmarks`. As many as there are intents and slots, at most."""
    when = tracker.events[-1].timestamp if tracker.events else None
    events: List[Event] = list(landmarks(tracker.events))
    events += [SlotSet(name, slot.value, timestamp=when) for name, slot in tracker.slots.items() if slot.has_been_set]
    if tracker.active_loop and (loop := tracker.active_loop_name):
        events += [ActionExecuted(ACTION_LISTEN_NAME, timestamp=when), *_trigger(tracker.active_loop, when)]
        events += [ActionExecuted(loop, timestamp=when), ActiveLoop(loop, timestamp=when)]
        if tracker.is_active_loop_rejected:
            events.append(ActionExecutionRejected(loop, timestamp=when))
    if tracker.is_paused():
        events.append(ConversationPaused(timestamp=when))
    if tracker.latest_action_name:
        events.append(ActionExecuted(tracker.latest_action_name, timestamp=when))
        if tracker.followup_action:
            events.append(FollowupAction(tracker.followup_action, timestamp=when))
    return events


def landmarks(events: Iterable[Event]) -> List[Event]:
    """The newest message of each intent and of each circumstance, and the newest answer to a topic, in order. A visitor who
    once said to be under 18, or spoke of violence, has said so however long ago it was."""
    seen: Set[str] = set()
    kept: List[Event] = []
    answered: Optional[BotUttered] = None
    for event in reversed(list(events)):
        if isinstance(event, UserUttered) and event.text:
            labels = {str(event.intent_name), *_circumstances(event.parse_data)}
            if labels - seen:
                seen |= labels
                names = ("timestamp", "input_channel", "message_id", "metadata")
                as_parsed = {**(event.parse_data or {}), "text": event.text, "intent": event.intent}
                kept.append(_bare(as_parsed, **{name: getattr(event, name) for name in names}))
        elif isinstance(event, BotUttered) and answered is None and "/" in str(event.metadata.get("utter_action")):
            answered = event
            kept.append(event)
    return kept[::-1]


def _trigger(loop: TrackerActiveLoop, when: Optional[float]) -> List[Event]:
    """The message that began the form: rules see it right before the form for as long as that runs."""
    parsed = loop.trigger_message or {}
    return [_bare(parsed, timestamp=when)] if parsed.get("text") else []


def _circumstances(parsed: Any) -> List[str]:
    return list((parsed or {}).get(CIRCUMSTANCES) or [])


def _bare(parsed: Any, **other: Any) -> UserUttered:
    """A message without what the classifier thought of it besides its intent, which is most of its size."""
    kept: Any = {"text": parsed["text"], "intent": parsed["intent"], "entities": [], CIRCUMSTANCES: _circumstances(parsed)}
    return UserUttered(kept["text"], kept["intent"], [], kept, **other)
