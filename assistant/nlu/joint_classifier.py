"""One classifier over intents and `faq/…` topics, as a Rasa component.

Fills in both what an intent classifier and what a response selector would, so one rule `faq → utter_faq` serves every
topic. Needs SpacyNLP before it, for the sentence vector.
"""

from __future__ import annotations

from typing import Any, Dict, List, Type

import joblib
import numpy as np
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.utils.spacy_utils import SpacyNLP
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, INTENT_RESPONSE_KEY, RESPONSE_SELECTOR, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from assistant.language.encoder import VECTOR_KEY
from assistant.nlu.joint_model import JointModel, Scored

MODEL_FILE = "joint_model.joblib"
RANKED = 10


def _base(label: str) -> str:
    return label.split("/", 1)[0]


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class JointClassifier(IntentClassifier, GraphComponent):
    """`threshold` in config.yml: below it the message counts as not understood (`nlu_fallback`)."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"threshold": 0.23}

    @classmethod
    def required_components(cls) -> List[Type]:
        return [SpacyNLP]

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, model_storage, resource
        self._model: JointModel | None = None

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> JointClassifier:
        return cls(config, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> JointClassifier:
        component = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            component._model = joblib.load(folder / MODEL_FILE)
        return component

    def train(self, training_data: TrainingData) -> Resource:
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        labels = [message.get(INTENT_RESPONSE_KEY) or message.get(INTENT) for message in examples]
        vectors = np.stack([_vector(message) for message in examples])
        self._model = JointModel.fit([message.get(TEXT) for message in examples], vectors, labels)
        with self._storage.write_to(self._resource) as folder:
            joblib.dump(self._model, folder / MODEL_FILE)
        return self._resource

    def process(self, messages: List[Message]) -> List[Message]:
        for message in messages:
            if self._model is not None and message.get(TEXT):
                self._label(message, self._model.score(message.get(TEXT), _vector(message)))
        return messages

    def _label(self, message: Message, scored: Scored) -> None:
        ranking = [{"name": label, "confidence": confidence} for label, confidence in scored.ranking[:RANKED]]
        likely = scored.confidence >= self._config["threshold"]
        set_label(message, scored.label if likely else DEFAULT_NLU_FALLBACK_INTENT_NAME, scored.confidence, ranking)


def set_label(message: Message, label: str, confidence: float, ranking: List[Dict[str, Any]]) -> None:
    """Put an intent or a `faq/…` topic on the message, where Rasa looks for either."""
    message.set(INTENT, {"name": _base(label), "confidence": confidence}, add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    if "/" in label:
        message.set(RESPONSE_SELECTOR, _selected(label, confidence, ranking), add_to_output=True)


def _selected(label: str, confidence: float, ranking: List[Dict[str, Any]]) -> Dict[str, Any]:
    """What Rasa's ResponseSelector would have put there."""
    name = _base(label)
    response = {
        "responses": [],
        "confidence": confidence,
        "intent_response_key": label,
        "utter_action": f"utter_{label}",
    }
    topics = [{"intent_response_key": r["name"], "confidence": r["confidence"]} for r in ranking if "/" in r["name"]]
    return {name: {"response": response, "ranking": topics}, "all_retrieval_intents": [name]}


def _vector(message: Message) -> np.ndarray:
    return message.get(SPACY_DOCS[TEXT]).user_data[VECTOR_KEY]
