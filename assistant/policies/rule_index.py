"""Finds the few rules that can fit a state, so that the hundreds of others need not be compared with it."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import Any, Dict, List, Optional, Tuple

from rasa.shared.core.constants import ACTIVE_LOOP, LOOP_NAME, PREVIOUS_ACTION, SHOULD_NOT_BE_SET, USER
from rasa.shared.core.domain import State
from rasa.shared.nlu.constants import ACTION_NAME, INTENT

Lookup = Dict[str, Any]  # what a rule says next, by its states as JSON


class RuleIndex:
    """Rules by the last action, the intent and the running form that their last state demands."""

    def __init__(self, rules: Lookup) -> None:
        self.rules = rules
        self._by_demand: Dict[Tuple[Optional[str], ...], List[str]] = defaultdict(list)
        for rule in rules:
            self._by_demand[tuple(_demanded(value) for value in _last(json.loads(rule)[-1]))].append(rule)

    def fitting(self, state: State) -> Lookup:
        """The rules that demand nothing else of their last state. Whether they fit in all the rest is still to be seen."""
        action, intent, loop = _last(state)
        keys = [(a, i, o) for a in {action, None} for i in {intent, None} for o in {loop, None}]
        return {rule: self.rules[rule] for key in keys for rule in self._by_demand.get(key, ())}


def _last(state: Any) -> Tuple[Any, Any, Any]:
    return (
        state.get(PREVIOUS_ACTION, {}).get(ACTION_NAME),
        state.get(USER, {}).get(INTENT),
        state.get(ACTIVE_LOOP, {}).get(LOOP_NAME),
    )


def _demanded(value: Any) -> Optional[str]:
    return str(value) if value and value != SHOULD_NOT_BE_SET else None
