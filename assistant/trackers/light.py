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
_rasas_set_slot = DialogueStateTracker._set_slot
STATES_SO_FAR = "_states_so_far"  # what assistant/policies/last_states.py found in a tracker's events, and a copy has the same
_STATE = frozenset((*vars(DialogueStateTracker("", [])), STATES_SO_FAR))  # nothing else that others have put on a tracker
_BEGINS_ANEW = frozenset((Restarted, SessionStarted))
_TAKES_BACK = frozenset((ActionReverted, UserUtteranceReverted))


def _set_slot(tracker: DialogueStateTracker, key: str, value: Any) -> None:
    """As Rasa's, but the slot is replaced, not changed: copies of the tracker share it."""
    if key in tracker.slots:
        slot = _copy_of_slot(tracker.slots[key])
        slot.value = value
        tracker.slots[key] = slot
    else:
        _rasas_set_slot(tracker, key, value)  # which tells of it


def _reset_slots(tracker: DialogueStateTracker) -> None:
    """As Rasa's, for the same reason."""
    for name, slot in list(tracker.slots.items()):
        if slot.has_been_set or slot.value is not slot.initial_value:
            tracker.slots[name] = _copy_of_slot(slot)
            tracker.slots[name].reset()


def _copy_of_slot(slot: Slot) -> Slot:
    made: Slot = object.__new__(type(slot))
    made.__dict__.update(slot.__dict__)
    return made


def _copy_of_tracker(tracker: DialogueStateTracker) -> DialogueStateTracker:
    """As Rasa's: with the events and the state they made, without what marks new events as made by some model."""
    made: DialogueStateTracker = object.__new__(type(tracker))
    made.__dict__.update({name: value for name, value in tracker.__dict__.items() if name in _STATE})
    made.sender_id = tracker.sender_id or DEFAULT_SENDER_ID
    made.events = tracker.events.copy()
    made.slots = dict(tracker.slots)
    made.active_loop = copy.copy(tracker.active_loop)
    made.sender_source = made.model_id = made.assistant_id = None
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
    DialogueStateTracker._set_slot = _set_slot
    DialogueStateTracker._reset_slots = _reset_slots
    DialogueStateTracker.copy = _copy_of_tracker
    DialogueStateTracker.applied_events = _applied_events
    processor.copy = _NoCopies
