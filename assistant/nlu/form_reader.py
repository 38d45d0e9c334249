"""Tells an answer to the running form from everything else.

A bare name or "9ish thurs" means nothing outside a form, and a classifier that does not know what was asked takes it
for some topic. This component knows: it reads the conversation that Rasa hands to the graph.
"""

from __future__ import annotations

import re
from typing import Any, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.language.span_rules import SPANS_KEY
from assistant.nlu.joint_classifier import mended_text


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class FormReader(GraphComponent):
    """Options: `answer_intent`, what an answer is called; `never` and `never_prefix`, intents that are left as they are;
    `spans`, which span label answers which slot; `name_slot`, the slot that a bare word or two answers; `sure`, the
    confidence from which another intent is believed all the same, and `mended`, the same where a slip was undone first."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "answer_intent": "inform",
            "never": [],
            "never_prefix": "",
            "spans": {},
            "name_slot": None,
            "longest_name": 4,
            "sure": 0.6,
            "mended": 0.9,
        }

    def __init__(self, config: Dict[str, Any]) -> None:
        self._config = config

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> FormReader:
        return cls({**cls.get_default_config(), **config})

    def process(self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None) -> List[Message]:
        if tracker is not None and tracker.active_loop_name:
            asked = tracker.get_slot(REQUESTED_SLOT)
            for message in messages:
                if message.get(TEXT) and self._is_answer(message, asked):
                    confidence = (message.get(INTENT) or {}).get("confidence", 0.0)
                    message.set(INTENT, {"name": self._config["answer_intent"], "confidence": confidence}, add_to_output=True)
        return messages

    def _is_answer(self, message: Message, asked: Optional[str]) -> bool:
        intent = message.get(INTENT) or {}
        name, confidence = str(intent.get("name")), float(intent.get("confidence", 0.0))
        prefix = self._config["never_prefix"]
        if prefix and name.startswith(prefix):
            return False
        names = asked == self._config["name_slot"] and self._may_be_name(message.get(TEXT))
        if names and mended_text(message) and confidence < self._config["mended"]:
            return True  # "Nevaeh" is a name and no slip for "never"
        if name in self._config["never"]:
            return False
        labels = {span.label_ for span in message.get("text_spacy_doc").spans.get(SPANS_KEY, [])}
        if any(label in labels for label, slot in self._config["spans"].items() if slot == asked):
            return "?" not in message.get(TEXT) or confidence < self._config["sure"]
        if "PHONE" in labels:
            return True
        return names and confidence < self._config["sure"]

    def _may_be_name(self, text: str) -> bool:
        words = re.findall(r"[^\W\d_][\w'’.-]*", text)
        return 0 < len(words) <= self._config["longest_name"] and "?" not in text
