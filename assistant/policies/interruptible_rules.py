"""Rasa's rule policy, with one change: what is not an answer to the form is answered before the form is asked.

Stock Rasa hands every message to a running form first, which means a round trip to the action server before a question,
a "stop" or a cry for help can be answered, and silence when that server is down.
"""

from __future__ import annotations

from typing import Any, Dict, Optional, Tuple

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import ACTION_LISTEN_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class InterruptibleRulePolicy(RulePolicy):
    """`loop_intents` in config.yml names the intents that go to a running form; a rule answers every other first."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {**RulePolicy.get_default_config(), "loop_intents": []}

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
