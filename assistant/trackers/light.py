"""Makes copies of a tracker without replaying it.

Rasa copies a tracker for every action, by applying each of its events to a new one, and looks through all of them for what
takes events back. As long as nothing was taken back and no form has run, they all count; and a copy is what it was copied from.
"""

from __future__ import annotations

import copy
from typing import Any, List

from rasa.core import processor
from rasa.shared.constants import DEFAULT_SENDER_ID
from rasa.shared.core.events import ActionReverted, ActiveLoop, Event, Restarted, SessionStarted, UserUtteranceReverted
from rasa.shared.core.slots import Slot
from rasa.shared.core.trackers import DialogueStateTracker

_rasas_applied_events = DialogueStateTracker.applied_events
_BEGINS_ANEW = frozenset((Restarted, SessionStarted))
_TAKES_BACK = frozenset((ActionReverted, UserUtteranceReverted))


def _copy_of_slot(slot: Slot) -> Slot:
    made: Slot = object.__new__(type(slot))
    made.__dict__.update(slot.__dict__)
    return made


def _copy_of_tracker(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """As Rasa's: with the events and the state they made, without what marks new events as made by some model."""
    made = DialogueStateTracker(
        tracker.sender_id or DEFAULT_SENDER_ID, None, tracker._max_event_history, is_rule_tracker=tracker.is_rule_tracker
    )
    for name in ("_paused", "followup_action", "latest_action", "latest_message", "latest_bot_utterance"):
        setattr(made, name, getattr(tracker, name))
    made.events.extend(tracker.events)
    made.slots = {name: copy.copy(slot) for name, slot in tracker.slots.items()}
    made.active_loop = copy.copy(tracker.active_loop)
    return made


def _applied_events(tracker: DialogueStateTracker) -> List[Event]:
    begins = 0
    for place, event in enumerate(tracker.events, 1):
        kind = type(event)
        if kind in _BEGINS_ANEW:
            begins = place
        elif kind in _TAKES_BACK or (kind is ActiveLoop and event.name):  # type: ignore[attr-defined]
            return _rasas_applied_events(tracker)
    return list(tracker.events)[begins:]


class _NoCopies:
    """Rasa's processor copies what it writes into debug lines that are not written; it copies nothing else."""

    @staticmethod
    def deepcopy(value: Any) -> Any:
        return value


def install() -> None:
    """Put them in Rasa's place; doing so twice changes nothing."""
    Slot.__copy__ = _copy_of_slot  # type: ignore[attr-defined]
    DialogueStateTracker.copy = _copy_of_tracker
    DialogueStateTracker.applied_events = _applied_events
    processor.copy = _NoCopies
