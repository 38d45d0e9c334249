"""Spares Rasa's actions work that leads nowhere.

For every message Rasa walks through the mappings of all slots, though hardly a message fills one; and for every action that it
looks for it makes all of its own anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, FrozenSet, List, Optional, Tuple

import rasa.core.actions.action
from rasa.core.actions.action import Action, ActionExtractSlots
from rasa.shared.core.constants import ACTION_VALIDATE_SLOT_MAPPINGS, DEFAULT_SLOT_NAMES, SlotMappingType
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import Event
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

_KEPT = "_what_may_fill_slots"
_rasas_run = ActionExtractSlots.run
_rasas_default_actions = rasa.core.actions.action.default_actions


@dataclass(frozen=True)
class _Fillers:
    """Which messages may fill a slot of a domain: all, or those with one of these intents or entities."""

    all: bool
    intents: FrozenSet[str]
    entities: FrozenSet[str]

    @classmethod
    def of(cls, domain: Domain) -> _Fillers:
        """Kept on the domain."""
        found: Optional[_Fillers] = domain.__dict__.get(_KEPT)
        if found is None:
            found = domain.__dict__[_KEPT] = cls._of(domain)
        return found

    @classmethod
    def _of(cls, domain: Domain) -> _Fillers:
        of_all, intents, entities = ACTION_VALIDATE_SLOT_MAPPINGS in domain.user_actions, set(), set()
        for mapping in (mapping for slot in domain.slots if slot.name not in DEFAULT_SLOT_NAMES for mapping in slot.mappings):
            kind = SlotMappingType(mapping["type"])
            if kind is SlotMappingType.FROM_ENTITY:
                entities.add(mapping["entity"])
            elif kind is SlotMappingType.FROM_INTENT and mapping.get("intent"):
                named = mapping["intent"]
                intents.update(named if isinstance(named, list) else [named])
            elif kind is not SlotMappingType.CUSTOM or mapping.get("action"):
                of_all = True
        return cls(of_all, frozenset(intents), frozenset(entities))

    def include(self, tracker: DialogueStateTracker) -> bool:
        """Whether the latest message may fill a slot."""
        message = tracker.latest_message
        if self.all or message is None:
            return True
        return message.intent.get("name") in self.intents or any(each.get("entity") in self.entities for each in message.entities)


async def _run(action: ActionExtractSlots, channel: Any, nlg: Any, tracker: DialogueStateTracker, domain: Domain) -> List[Event]:
    return await _rasas_run(action, channel, nlg, tracker, domain) if _Fillers.of(domain).include(tracker) else []


class _DefaultActions:
    """Rasa's own actions, made once for an action server; they keep nothing of what they do."""

    def __init__(self) -> None:
        self._made: Optional[Tuple[Optional[EndpointConfig], List[Action]]] = None

    def __call__(self, action_endpoint: Optional[EndpointConfig] = None) -> List[Action]:
        if self._made is None or self._made[0] is not action_endpoint:
            self._made = action_endpoint, _rasas_default_actions(action_endpoint)
        return self._made[1]


def install() -> None:
    """Put them in Rasa's place; doing so twice changes nothing."""
    ActionExtractSlots.run = _run
    if not isinstance(rasa.core.actions.action.default_actions, _DefaultActions):
        rasa.core.actions.action.default_actions = _DefaultActions()
