"""Only the last states of a conversation, and of those only as many as a rule can look at.

Rasa works out the state at every action since the session began, for every action it predicts, and compares all of them
with every rule.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any, Dict, List

from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted
from rasa.shared.core.trackers import DialogueStateTracker, is_prev_action_listen_in_state
from rasa.shared.nlu.constants import INTENT


@dataclass(frozen=True)
class Reach:
    """`states`: how many the longest rule has. `text`: whether some rule may answer to a message's words, not its intent."""

    states: int
    text: bool

    @classmethod
    def of(cls, lookup: Dict[str, Any]) -> Reach:
        rules = [json.loads(rule) for rule in lookup[RULES]]
        others = [json.loads(rule) for rule in lookup[RULES_FOR_LOOP_UNHAPPY_PATH]]
        to_messages = [rule[-1] for rule in rules if is_prev_action_listen_in_state(rule[-1])]
        longest = max(map(len, [*rules, *others]), default=1)
        return cls(longest, any(INTENT not in state.get("user", {}) for state in to_messages))


def last_states(tracker: DialogueStateTracker, domain: Domain, count: int) -> List[State]:
    """The end of `tracker.past_states(domain)`: no more than `count`."""
    applied = tracker.applied_events()
    skipped = sum(type(event) is ActionExecuted for event in applied) + 1 - count
    replayed = tracker.init_copy()
    states: List[State] = []
    for event in applied:
        if type(event) is ActionExecuted:
            if skipped <= 0:
                states.append(domain.get_active_state(replayed))
            skipped -= 1
        event.apply_to(replayed)
    return [*states, domain.get_active_state(replayed)]
