"""One classifier over intents and `faq/…` topics, as a Rasa component.

Fills in both what an intent classifier and what a response selector would, so one rule `faq → utter_faq` serves every
topic. Needs LanguageModel before it, for the sentence encoder.
"""

from __future__ import annotations

import hashlib
import pickle
from functools import lru_cache
from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.utils.spacy_utils import SpacyModel
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, INTENT_RESPONSE_KEY, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from threadpoolctl import threadpool_limits

import assistant.language.tokens  # noqa: F401  (the tokenizer that models/language names)
from assistant.language.danger.spans import DANGER_KEY
from assistant.language.encoder import FACTORY
from assistant.language.words import WORDS_FILE, read_words
from assistant.language.worry import tells_worry
from assistant.nlu.aftermath import open_crisis
from assistant.nlu.ahead import Begun
from assistant.nlu.joint_model import Encode, JointModel, Scored, normalise
from assistant.nlu.labels import (
    ALSO_ASKED,
    APART,
    ASKED_BESIDE,
    EITHER,
    FILED,
    MENDED,
    THOUGHTS,
    base,
    set_label,
)
from assistant.nlu.language_model import LanguageModel
from assistant.nlu.questions import (
    Limits,
    Score,
    asked,
    clauses,
    close_call,
    either,
    follow_up,
    named_after,
    thoughts,
    told_then_asked,
)
from assistant.nlu.readings import Readings
from assistant.straight_runner import install

install()  # a model with this component runs its graph without Rasa's overhead
HERE = Path(__file__).parent
MODEL_FILE = "joint_model.pickle"
RANKED = 10
GLANCE = 0.1  # chance by words alone from which a part of a long message is read in full
NEVER_SAFE = ""  # no intent ends danger here
LEAST_READ_ON = 3  # words that say no more than the label itself
LIKELIEST, MAY_BEGIN = 5, 0.005  # of so many labels, one with such a chance may be what the message begins with
CLEARER = 0.1  # so much surer must a single question be than what is sure enough, to stand for the whole message


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True, model_from="LanguageModel")
class JointClassifier(IntentClassifier, GraphComponent):
    """Options: `threshold`, below it a message counts as not understood (`nlu_fallback`); `answerable`, the labels (or
    their part before `/`) that can be one question among several or be asked back about; `small_talk`, labels that mean
    little right after an answer to a question; `apart`, how the labels begin that are set apart, for which each part of a
    long message is read by itself too, and for so many messages after one (`remembered`) all votes are heard; `reads_on`,
    labels beside which another question may stand; `begins`, labels that begin something and may be told before a question;
    `aside`, labels that are no follow-up to an answer; `tells`, labels of what is told, which one clear question beside it
    outweighs; `second`, `likely`, `plain` and `close`, see `questions.Limits`."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        limits = Limits(0.3)
        return {
            "threshold": limits.threshold,
            "second": limits.second,
            "likely": limits.likely,
            "plain": limits.plain,
            "close": limits.close,
            "answerable": ["faq"],
            "small_talk": [],
            "aside": [],
            "begins": [],
            "reads_on": [],
            "tells": [],
            "apart": "crisis_",
            "remembered": 4,
        }

    @classmethod
    def required_components(cls) -> List[Type]:
        return [LanguageModel]

    def __init__(self, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, model_storage, resource
        confidences = {name: config[name] for name in ("threshold", "second", "likely", "plain", "close")}
        self._limits = Limits(**confidences, small_talk=frozenset(config["small_talk"]), aside=frozenset(config["aside"]))
        self._model: JointModel | None = None
        self._at_first_sight, self._in_full = Readings(), Readings()
        self._encode: Encode | None = None  # of the message before
        self._begun: Begun | None = None

    @staticmethod
    def fingerprint_addon(config: Dict[str, Any]) -> Optional[str]:
        """Lets Rasa's training cache see a change of the code and the word list, not only of config and examples."""
        files = sorted([*HERE.glob("*.py"), *HERE.glob("*.yml"), *HERE.parent.joinpath("language").rglob("*.py")])
        return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()

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
            component._model = pickle.loads((folder / MODEL_FILE).read_bytes())
        threadpool_limits(1, "blas")  # waiting for a second thread takes longer than these small products
        return component

    def train(self, training_data: TrainingData, model: SpacyModel) -> Resource:
        examples = [message for message in training_data.intent_examples if message.get(TEXT)]
        labels = [message.get(INTENT_RESPONSE_KEY) or message.get(INTENT) for message in examples]
        english = read_words(Path(model.model.path) / WORDS_FILE)
        texts = [message.get(TEXT) for message in examples]
        self._model = JointModel.fit(texts, labels, _encoder(model), english, self._config["apart"])
        with self._storage.write_to(self._resource) as folder:
            (folder / MODEL_FILE).write_bytes(pickle.dumps(self._model, pickle.HIGHEST_PROTOCOL))
        return self._resource

    def process(
        self, messages: List[Message], model: SpacyModel, tracker: Optional[DialogueStateTracker] = None
    ) -> List[Message]:
        trained = self._model
        if trained is None:
            return messages
        self._encode = _encoder(model)
        for message in messages:
            if text := message.get(TEXT):
                score, at_first_sight = self._readers(text, trained, self._encode)
                scored = score(text) if self._is_near_danger(message, tracker) else at_first_sight()
                in_form = bool(tracker and tracker.active_loop_name)
                self._read(message, scored, score, "" if in_form else _last_answered(tracker), trained, ask_back=not in_form)
        return messages

    def read_ahead(self, text: str) -> None:
        """Begin to read a message that will be processed next."""
        self.forget_ahead()
        if self._model and self._encode and not self._at_first_sight.knows(text):
            self._begun = Begun.of(text, self._model, self._encode)

    def forget_ahead(self) -> None:
        """What was begun is not asked for any more."""
        begun, self._begun = self._begun, None
        if begun:
            begun.drop()

    def _readers(self, text: str, trained: JointModel, encode: Encode) -> Tuple[Score, Callable[[], Scored]]:
        """How a message and parts of it are read in full, and how all of it is read at first sight."""
        begun = self._begun if self._begun and self._begun.text == text else None
        seen = begun.seen if begun else None
        if begun:
            encode = begun.encoder(encode)

        # Parts of one message come up more than once in it; the whole, perhaps in another.
        @lru_cache(None)
        def score(part: str) -> Scored:
            return self._in_full.of(part, lambda part: trained.score(part, encode, seen=seen if part == text else None))

        return score, lambda: self._at_first_sight.of(text, lambda text: trained.score(text, encode, whole=True, seen=seen))

    def _is_near_danger(self, message: Message, tracker: Optional[DialogueStateTracker]) -> bool:
        """Whether a rule sees danger in a message, or it follows one that spoke of it: then no vote is left out."""
        seen = message.get(SPACY_DOCS[TEXT]).spans.get(DANGER_KEY)
        return bool(seen) or open_crisis(tracker, self._config["apart"], NEVER_SAFE, self._config["remembered"]) is not None

    def _read(self, message: Message, scored: Scored, score: Score, last: str, trained: JointModel, ask_back: bool) -> None:
        """`scored`: the message as a whole; `score`: for parts of it; `last`: the label answered before; `ask_back`: whether there
        is room to ask which of two is meant."""
        text = message.get(TEXT)
        message.set(FILED, scored.confidence >= 1.0)
        message.set(MENDED, scored.read_as if scored.read_as != normalise(text) else "")
        message.set(APART, scored.apart)
        sentences = [sentence.text for sentence in message.get(SPACY_DOCS[TEXT]).sents]
        worth = [part for part in thoughts(sentences) if trained.glance(part) >= GLANCE]
        message.set(THOUGHTS, [score(part).apart for part in worth])
        told, rest = told_then_asked(text) if self._may_tell(scored, in_form=not ask_back) else ("", "")
        beside = [question.label for question in asked(clauses([rest]), score, self._limits) if "/" in question.label]
        message.set(ASKED_BESIDE, beside)
        if beside and (opening := score(told)).label in self._config["begins"] and opening.confidence >= self._limits.second:
            self._label(message, opening)
            message.set(ALSO_ASKED, beside, add_to_output=True)
            return
        parts = clauses(sentences)
        questions = asked(parts, score, self._limits) if len(parts) > 1 and scored.confidence < 1 else []
        questions = [question for question in questions if self._is_answerable(question.label)]
        if len(questions) > 1:
            self._label(message, questions[0])
            message.set(ALSO_ASKED, [question.label for question in questions[1:]], add_to_output=True)
            return
        outweighed = scored.confidence < self._limits.plain or scored.label in self._config["tells"]
        if len(questions) == 1 and outweighed and questions[0].confidence - CLEARER >= self._limits.plain:
            scored = questions[0]  # one clear question among much else
        if last and not tells_worry(text):  # "she wont leave the house" says nothing more of the topic before it
            scored = follow_up(text, scored, last, score, self._limits)
        self._label(message, scored)
        if scored.label in self._config["reads_on"] and len(text.split()) > LEAST_READ_ON:
            if also := named_after(text, score, self._is_answerable, self._limits):
                message.set(ALSO_ASKED, [also.label], add_to_output=True)
        if ask_back and (hangs := close_call(scored, self._limits)) and all("/" in label for label in hangs):
            self._label(message, scored, DEFAULT_NLU_FALLBACK_INTENT_NAME)
            message.set(EITHER, list(hangs), add_to_output=True)
        elif (likely := either(scored, self._limits)) and all(map(self._is_answerable, likely)):
            message.set(EITHER, list(likely), add_to_output=True)

    def _may_tell(self, scored: Scored, in_form: bool) -> bool:
        """Whether it is worth to read what a message tells apart from what it asks: for a form, or where it may begin one."""
        likely = any(label in self._config["begins"] for label, chance in scored.ranking[:LIKELIEST] if chance >= MAY_BEGIN)
        return scored.confidence < 1 and (in_form or likely)

    def _is_answerable(self, label: str) -> bool:
        return label in self._config["answerable"] or base(label) in self._config["answerable"]

    def _label(self, message: Message, scored: Scored, label: str = "") -> None:
        """Put the likeliest label on the message, if it is likely enough, or the one that is given."""
        ranking = [{"name": name, "confidence": confidence} for name, confidence in scored.ranking[:RANKED]]
        likely = scored.label if scored.confidence >= self._limits.threshold else DEFAULT_NLU_FALLBACK_INTENT_NAME
        set_label(message, label or likely, scored.confidence, ranking)


def _last_answered(tracker: Optional[DialogueStateTracker]) -> str:
    """The label that the assistant's last turn answered, or nothing."""
    if tracker is None:
        return ""
    answered = ""
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            also = (event.parse_data or {}).get(ALSO_ASKED) or []
            return str(also[-1]) if answered and also else answered
        action = str(event.metadata.get("utter_action") or "") if isinstance(event, BotUttered) else ""
        if "/" in action and not answered:
            answered = action.removeprefix("utter_")
    return ""


def _encoder(model: SpacyModel) -> Encode:
    return model.model.get_pipe(FACTORY).encode
