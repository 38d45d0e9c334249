"""Rasa's rule policy, with two changes: what is not an answer to the form is answered before the form is asked, and only as
much of the conversation is looked at as some rule can look at.

Stock Rasa hands every message to a running form first, which means a round trip to the action server before a question,
a "stop" or a cry for help can be answered, and silence when that server is down.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional, Set, Tuple

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain, State
from rasa.shared.core.trackers import DialogueStateTracker

from assistant.policies.last_states import Reach, last_states
from assistant.policies.rule_index import Lookup, RuleIndex


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class InterruptibleRulePolicy(RulePolicy):
    """`loop_intents` in config.yml names the intents that go to a running form; a rule answers every other first."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {**RulePolicy.get_default_config(), "loop_intents": []}

    _reach: Optional[Reach] = None  # of the finished rules; None while they are being learned
    _indices: Dict[int, RuleIndex]

    def predict_action_probabilities(
        self, tracker: DialogueStateTracker, domain: Domain, rule_only_data: Optional[Dict[str, Any]] = None, **kwargs: Any
    ) -> PolicyPrediction:
        if self._reach is None:
            self._reach, self._indices = Reach.of(self.lookup), {}
        return super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)

    def _prediction_states(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        use_text_for_last_user_input: bool = False,
        rule_only_data: Optional[Dict[str, Any]] = None,
    ) -> List[State]:
        if self._reach is None:
            return super()._prediction_states(tracker, domain, use_text_for_last_user_input, rule_only_data)
        states = last_states(tracker, domain, self._reach.states)
        self.featurizer._choose_last_user_input([states], use_text_for_last_user_input)
        return states

    @staticmethod
    def format_tracker_states(states: List[State]) -> str:
        """For a debug line, which is never written: it may hold a visitor's words."""
        return ""

    def _get_possible_keys(self, lookup: Lookup, states: List[State]) -> Set[str]:
        if self._reach is None:
            return super()._get_possible_keys(lookup, states)
        index = self._indices.get(id(lookup)) or self._indices.setdefault(id(lookup), RuleIndex(lookup))
        return super()._get_possible_keys(index.fitting(states[-1]), states)

    def _find_action_from_rules(
        self, tracker: DialogueStateTracker, domain: Domain, use_text_for_last_user_input: bool
    ) -> Tuple[Optional[str], Optional[str], bool]:
        if use_text_for_last_user_input and self._reach and not self._reach.text:
            return None, None, False
        return super()._find_action_from_rules(tracker, domain, use_text_for_last_user_input)

    def _predict(self, tracker: DialogueStateTracker, domain: Domain) -> Tuple[PolicyPrediction, Optional[str]]:
        if self._is_interrupted(tracker):
            action, source, _ = self._find_action_from_rules(tracker, domain, use_text_for_last_user_input=False)
            if action and action not in (ACTION_LISTEN_NAME, tracker.active_loop_name):
                return self._rule_prediction(self._prediction_result(action, tracker, domain), source), source
        return super()._predict(tracker, domain)

    def _is_interrupted(self, tracker: DialogueStateTracker) -> bool:
        """Whether a form is running, the visitor said something else, and the form has not asked again yet."""
        if not tracker.active_loop_name or not tracker.latest_message:
            return False
        if tracker.latest_message.intent_name in self.config["loop_intents"]:
            return False
        return tracker.latest_action_name != tracker.active_loop_name
