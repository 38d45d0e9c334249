"""Lets a message that speaks of danger be nothing else.

Two detectors see every message: the span rules of the language model and the trained crisis intents. Either one is
enough. What the rules mark as calm (the past, fiction, a denial, a figure of speech) outweighs a classifier that is
not sure.
"""

from __future__ import annotations

import logging
from typing import Any, Dict, List

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, RESPONSE_SELECTOR, TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.language.safety_rules import CALM_KEY, DANGER_KEY, find_danger
from assistant.nlu.joint_classifier import ALSO_ASKED, EITHER, SHARES, mended_text, set_label

logger = logging.getLogger(__name__)


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyReader(GraphComponent):
    """Options: `prefix` of the crisis intents; `trained_share`, the joint confidence of all crisis intents from which the
    classifier alone raises the alarm; `top_share`, the confidence that is enough where a crisis is the likeliest of all
    labels; `sure`, the joint confidence that outweighs calm words; `threshold`, as the classifier's."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"prefix": "crisis_", "trained_share": 0.4, "top_share": 0.18, "sure": 0.5, "threshold": 0.3}

    def __init__(self, config: Dict[str, Any]) -> None:
        self._config = config
        if config["trained_share"] > 1 or config["sure"] > 1:
            logger.warning("SAFETY: the trained crisis intents are switched off in config.yml; only the span rules are left.")

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SafetyReader:
        return cls({**cls.get_default_config(), **config})

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            doc = message.get(SPACY_DOCS[TEXT])
            if doc is not None:
                kinds = [span.label_ for span in doc.spans.get(DANGER_KEY, [])]
                if not kinds and (mended := mended_text(message)):  # a slip of the keyboard hides nothing
                    kinds = [kind for kind in [find_danger(mended)] if kind]
                self._decide(message, kinds, bool(len(doc.spans.get(CALM_KEY, []))))
        return messages

    def _decide(self, message: Message, kinds: List[str], calm: bool) -> None:
        prefix = self._config["prefix"]
        ranking = message.get(INTENT_RANKING_KEY) or []
        chosen = str((message.get(INTENT) or {}).get("name"))
        if float((message.get(INTENT) or {}).get("confidence", 0.0)) >= 1.0 and not message.get(ALSO_ASKED):
            return  # a training example, typed as it stands: a person has filed it
        shares: Dict[str, float] = message.get(SHARES) or {}
        crises = {label: share for label, share in shares.items() if label.startswith(prefix)}
        share = sum(crises.values())
        if kinds:
            if chosen != f"{prefix}{kinds[0]}":
                self._raise(message, f"{prefix}{kinds[0]}", max(share, self._config["sure"]), ranking)
        elif calm and share < self._config["sure"]:
            if chosen.startswith(prefix):
                self._next_best(message, ranking)
        elif crises and not chosen.startswith(prefix) and self._alarms(crises, shares):
            self._raise(message, max(crises, key=crises.__getitem__), share, ranking)

    def _alarms(self, crises: Dict[str, float], shares: Dict[str, float]) -> bool:
        """Whether the classifier alone is enough: a lower bar than for any answer, since silence costs more here."""
        likeliest = max(crises.values())
        on_top = likeliest == max(shares.values()) and likeliest >= self._config["top_share"]
        return on_top or sum(crises.values()) >= self._config["trained_share"]

    def _raise(self, message: Message, label: str, confidence: float, ranking: List[Dict[str, Any]]) -> None:
        for other in (ALSO_ASKED, EITHER):
            message.data.pop(other, None)
        set_label(message, label, confidence, ranking)

    def _next_best(self, message: Message, ranking: List[Dict[str, Any]]) -> None:
        """The likeliest label that is no crisis, if it is likely enough."""
        message.data.pop(RESPONSE_SELECTOR, None)
        best = next((entry for entry in ranking if not entry["name"].startswith(self._config["prefix"])), None)
        likely = best is not None and best["confidence"] >= self._config["threshold"]
        name = best["name"] if best and likely else DEFAULT_NLU_FALLBACK_INTENT_NAME
        set_label(message, name, best["confidence"] if best else 0.0, ranking)
