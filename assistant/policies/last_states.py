"""Only the last states of a conversation, and of those only as many as a rule can look at.

Rasa works out the state at every action since the session began, for every action it predicts, and compares all of them
with every rule.
"""

from __future__ import annotations

import json
from collections import deque
from copy import copy
from dataclasses import dataclass, field
from operator import is_
from typing import Any, Deque, Dict, List, Optional
from weakref import ref

from rasa.core.policies.rule_policy import RULES, RULES_FOR_LOOP_UNHAPPY_PATH
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.events import ActionExecuted, Event
from rasa.shared.core.trackers import DialogueStateTracker, is_prev_action_listen_in_state
from rasa.shared.nlu.constants import INTENT

from assistant.trackers.light import STATES_SO_FAR


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


@dataclass
class _Replay:
    """Of one tracker: the events that were looked at, in order, a tracker that is where they led, its state there, and the states
    before the last actions among them."""

    at: DialogueStateTracker
    domain: ref[Domain]
    before_actions: Deque[State]
    events: Optional[List[Event]] = field(default_factory=list)  # None where looking at one has failed
    now: Optional[State] = None

    def leads_to(self, applied: List[Event], domain: Domain, count: int) -> bool:
        """Whether it is of that domain and so many states, and nothing that was looked at was taken back."""
        if self.domain() is not domain or self.before_actions.maxlen != count - 1 or self.events is None:
            return False
        return len(self.events) <= len(applied) and all(map(is_, self.events, applied))

    def go_on(self, applied: List[Event], domain: Domain) -> None:
        """Look at what came since."""
        new, self.events = applied[len(self.events or ()) :], None
        skipped = sum(type(event) is ActionExecuted for event in new) - (self.before_actions.maxlen or 0)
        for event in new:
            if type(event) is ActionExecuted:
                if skipped <= 0:
                    self.before_actions.append(self.now or domain.get_active_state(self.at))
                skipped -= 1
            event.apply_to(self.at)
            self.now = None
        self.events, self.now = applied, self.now or domain.get_active_state(self.at)


def last_states(tracker: DialogueStateTracker, domain: Domain, count: int) -> List[State]:
    """The end of `tracker.past_states(domain)`: no more than `count`. What was found is kept on the tracker, for the next action
    of the same conversation asks for most of it again."""
    applied = tracker.applied_events()
    replay: Optional[_Replay] = getattr(tracker, STATES_SO_FAR, None)
    if replay is None or not replay.leads_to(applied, domain, count):
        replay = _Replay(tracker.init_copy(), ref(domain), deque(maxlen=count - 1))
    replay.go_on(applied, domain)
    setattr(tracker, STATES_SO_FAR, replay)
    states = [*replay.before_actions, replay.now or {}]
    return [{kind: copy(part) for kind, part in state.items()} for state in states]  # whoever gets them takes parts out of them
