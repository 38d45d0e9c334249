"""Tells an answer to the running form from everything else.

A bare name or "9ish thurs" means nothing outside a form, and a classifier that does not know what was asked takes it
for some topic. This component knows: it reads the conversation that Rasa hands to the graph.
"""

from __future__ import annotations

import re
from typing import Any, Collection, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.core.constants import REQUESTED_SLOT
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.language.danger.spans import find_danger
from assistant.language.emergency import calls_for_help
from assistant.language.span_rules import SPANS_KEY
from assistant.nlu.aftermath import open_crisis
from assistant.nlu.labels import ALSO_ASKED, ASKED_BESIDE, mended_text
from assistant.nlu.questions import is_question, told_then_asked

# Words that say nothing beside a time or a number.
FILLERS = frozenset(
    "a an at the on in of or and to by around about like maybe please pls ok el la los las por de en y a o".split()
)
# Nor these, where no danger is open: "tomorrow is no good, i cant do it" sounds like despair to who does not know the question.
ARRANGING = FILLERS | frozenset(
    "i it that is it's its s i'm m me my not no n't nt cant can't ca can cannot could do does did don't dont wo won't wont make works work working good bad better best "
    "best fine okay great would will be for then time day one if but instead rather only any some else sorry lol so yeah yes but well actually just think also too "
    "this am available free busy prefer sounds".split()
)

LEAST_ASKED = 3  # words of a question: "Will Smith" is a name


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class FormReader(GraphComponent):
    """Options: `answer_intent`, what an answer is called; `never` and `never_prefix`, intents that are left as they are;
    `spans`, which span label answers which slot; `bare_slots`, the slots that a bare word or two answers,
    each with the confidence from which another intent is believed all the same; `patterns`, by slot, one or several of
    what answers it even in words that `never` names, but not those of `above_all`; `told`, by slot, what answers it before a question; `open_question`, the slot that holds what is asked outside a form;
    `elsewhere`, by intent, what it is where nothing was asked, if the words of `named` are in it ("yes, call me" after a no), or
    the last thing said was one of `offered_by` (not once the slot `settled` is filled); `safe` and `remembered`, as the safety reader's;
    `sure`, that confidence for spans in a question, and `mended`, where a slip was undone first."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "answer_intent": "inform",
            "never": [],
            "never_prefix": "",
            "spans": {},
            "bare_slots": {},
            "longest_bare": 4,
            "patterns": {},
            "told": {},
            "above_all": [],
            "open_question": None,
            "elsewhere": {},
            "named": "",
            "offered_by": [],
            "settled": None,
            "safe": "safe_now",
            "remembered": 4,
            "sure": 0.6,
            "mended": 0.9,
        }

    def __init__(self, config: Dict[str, Any]) -> None:
        self._config = config
        self._named = re.compile(config["named"], re.I)
        self._told = {slot: re.compile(pattern, re.I) for slot, pattern in config["told"].items()}
        patterns = {slot: [given] if isinstance(given, str) else given for slot, given in config["patterns"].items()}
        self._patterns = {slot: re.compile("|".join(several), re.I) for slot, several in patterns.items()}

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> FormReader:
        return cls({**cls.get_default_config(), **config})

    def process(self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None) -> List[Message]:
        asked = self._asked(tracker)
        in_form = tracker is not None and bool(tracker.active_loop_name)
        for message in messages:
            if not message.get(TEXT):
                continue
            if not asked:
                self._look_elsewhere(message, tracker)
            elif self._is_answer(message, asked, in_form, tracker):
                confidence = (message.get(INTENT) or {}).get("confidence", 0.0)
                message.set(INTENT, {"name": self._config["answer_intent"], "confidence": confidence}, add_to_output=True)
            beside = message.get(ASKED_BESIDE)
            if in_form and beside and (message.get(INTENT) or {}).get("name") == self._config["answer_intent"]:
                message.set(ALSO_ASKED, list(beside), add_to_output=True)
        return messages

    def _look_elsewhere(self, message: Message, tracker: Optional[DialogueStateTracker]) -> None:
        """A yes that says to what, though nothing was asked."""
        settled = self._config["settled"]
        if tracker is None or tracker.active_loop_name or (settled in tracker.slots and tracker.get_slot(settled)):
            return
        intent = message.get(INTENT) or {}
        meant = self._config["elsewhere"].get(intent.get("name"))
        if meant and (self._named.search(message.get(TEXT)) or self._was_offered(tracker)):
            message.set(INTENT, {**intent, "name": meant}, add_to_output=True)

    def _was_offered(self, tracker: DialogueStateTracker) -> bool:
        """Whether the last thing that was said offers what a yes asks for."""
        for event in reversed(tracker.events):
            if isinstance(event, BotUttered):
                return event.metadata.get("utter_action") in self._config["offered_by"]
            if isinstance(event, UserUttered):
                return False
        return False

    def _asked(self, tracker: Optional[DialogueStateTracker]) -> Optional[str]:
        """The slot that the visitor was asked for."""
        if tracker is None:
            return None
        slot = REQUESTED_SLOT if tracker.active_loop_name else self._config["open_question"]
        return tracker.get_slot(slot) if slot in tracker.slots else None

    def _is_answer(
        self, message: Message, asked: Optional[str], in_form: bool, tracker: Optional[DialogueStateTracker] = None
    ) -> bool:
        intent = message.get(INTENT) or {}
        name, confidence = str(intent.get("name")), float(intent.get("confidence", 0.0))
        prefix = self._config["never_prefix"]
        mended = in_form and asked in self._config["bare_slots"] and self._is_bare(message.get(TEXT)) and mended_text(message)
        if prefix and name.startswith(prefix):
            calm = open_crisis(tracker, prefix, self._config["safe"], self._config["remembered"]) is None
            harmless = self._says_nothing_else(message, asked, ARRANGING if calm else FILLERS) or (
                bool(mended) and self._is_one_slip(message)
            )
            return harmless and confidence < self._config["mended"]
        if name in self._config["above_all"]:
            return False
        pattern = self._patterns.get(asked)
        if pattern and "?" not in message.get(TEXT) and pattern.search(message.get(TEXT)):
            return True
        if not in_form:
            return False
        if message.get(ASKED_BESIDE) and name not in self._config["never"] and self._tells(message, asked):
            return True
        names = asked in self._config["bare_slots"] and self._is_bare(message.get(TEXT))
        if mended and ((_is_one_word(message) and name not in self._config["never"]) or confidence < self._config["mended"]):
            return True  # "Nevaeh" is a name and no slip for "never", and "Pam" is none for "pay"
        if name in self._config["never"]:
            return False
        labels = {span.label_ for span in message.get("text_spacy_doc").spans.get(SPANS_KEY, [])}
        if any(label in labels for label, slot in self._config["spans"].items() if slot == asked):
            return "?" not in message.get(TEXT) or confidence < self._config["sure"]
        if "PHONE" in labels:
            return True
        return names and confidence < self._config["bare_slots"][asked]

    def _tells(self, message: Message, asked: Optional[str]) -> bool:
        """Whether what was asked for is told before a question that is asked in turn."""
        told, _ = told_then_asked(message.get(TEXT))
        pattern = self._told.get(asked)
        spans = message.get("text_spacy_doc").spans.get(SPANS_KEY, [])
        return bool(pattern and pattern.search(told)) or any(
            span.end_char <= len(told) and self._config["spans"].get(span.label_) == asked for span in spans
        )

    @staticmethod
    def _is_one_slip(message: Message) -> bool:
        """Whether one bare word was taken for danger only because a slip was undone, as "Dee" for "die": no rule sees any."""
        seen = [see(text) for text in (message.get(TEXT), mended_text(message)) for see in (find_danger, calls_for_help)]
        return _is_one_word(message) and not any(seen)

    def _says_nothing_else(self, message: Message, asked: Optional[str], beside: Collection[str]) -> bool:
        """Whether a message is made of what was asked for alone, such as "el viernes por la tarde", and of words that may stand beside it."""
        doc = message.get("text_spacy_doc")
        labels = {label for label, slot in self._config["spans"].items() if slot == asked}
        answers = [span for span in doc.spans.get(SPANS_KEY, []) if span.label_ in labels]
        inside = {token.i for span in answers for token in span}
        rest = {token.lower_ for token in doc if token.i not in inside and not token.is_punct}
        return bool(answers) and rest <= set(beside) and not find_danger(message.get(TEXT))

    def _is_bare(self, text: str) -> bool:
        words = re.findall(r"[^\W\d_][\w'’.-]*", text)
        if len(words) >= LEAST_ASKED and is_question(text):
            return False
        return 0 < len(words) <= self._config["longest_bare"] and "?" not in text


def _is_one_word(message: Message) -> bool:
    """As typed, and with its slip undone: "idk" stands for several."""
    return len(message.get(TEXT).split()) == len(mended_text(message).split()) == 1
