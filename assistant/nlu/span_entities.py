"""Entities from spaCy spans: names in the lookup tables of the training data, phrases that fit its regexes, and the spans
that the language model found already (phone numbers, times).

The names are looked for in the message as typed and, where a slip hid one ("aetan"), in the text as it was read.
"""

from __future__ import annotations

import re
from typing import Any, Dict, Iterator, List, Tuple, Type

import srsly
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.nlu.extractors.extractor import EntityExtractorMixin
from rasa.nlu.utils.spacy_utils import SpacyModel
from rasa.shared.nlu.constants import ENTITIES, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc, Span

from assistant.language.span_rules import SPANS_KEY
from assistant.nlu.labels import mended_text
from assistant.nlu.language_model import LanguageModel

PATTERNS_FILE = "patterns.json"
VALUE = "value"  # the named group of a regex that holds the entity's value


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR, is_trainable=True, model_from="LanguageModel")
class SpanEntities(GraphComponent, EntityExtractorMixin):
    """Option `spans`: what the language model's own span labels are called as entities."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"spans": {}}

    @classmethod
    def required_components(cls) -> List[Type]:
        return [LanguageModel]

    def __init__(self, config: Dict[str, Any], storage: ModelStorage, resource: Resource) -> None:
        self._config, self._storage, self._resource = config, storage, resource
        self._names: List[Dict[str, Any]] = []
        self._regexes: List[Tuple[str, re.Pattern[str]]] = []
        self._matcher: PhraseMatcher | None = None

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SpanEntities:
        return cls({**cls.get_default_config(), **config}, model_storage, resource)

    @classmethod
    def load(
        cls,
        config: Dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SpanEntities:
        component = cls.create(config, model_storage, resource, execution_context)
        with model_storage.read_from(resource) as folder:
            component._take(srsly.read_json(folder / PATTERNS_FILE))
        return component

    def train(self, training_data: TrainingData, model: SpacyModel) -> Resource:
        patterns = {
            "names": [
                {"label": table["name"], "pattern": name} for table in training_data.lookup_tables for name in table["elements"]
            ],
            "regexes": [[feature["name"], feature["pattern"]] for feature in training_data.regex_features],
        }
        self._take(patterns)
        with self._storage.write_to(self._resource) as folder:
            srsly.write_json(folder / PATTERNS_FILE, patterns)
        return self._resource

    def _take(self, patterns: Dict[str, Any]) -> None:
        self._names = patterns["names"]
        self._regexes = [(name, re.compile(pattern, re.I)) for name, pattern in patterns["regexes"]]

    def process(self, messages: List[Message], model: SpacyModel) -> List[Message]:
        for message in messages:
            doc = message.get(SPACY_DOCS[TEXT])
            if doc is not None:
                found = [*self._named(message, doc, model), *self._shaped(doc), *self._known(doc)]
                message.set(ENTITIES, message.get(ENTITIES, []) + found, add_to_output=True)
        return messages

    def _named(self, message: Message, doc: Doc, model: SpacyModel) -> Iterator[Dict[str, Any]]:
        spans = self._matches(doc, model)
        yield from (self._entity(span.label_, span.text.lower(), span) for span in spans)
        if not (mended := mended_text(message)):
            return
        seen = {span.text.lower() for span in spans}
        for span in self._matches(model.model.make_doc(mended), model):
            if span.text not in seen:
                yield self._entity(span.label_, span.text, doc[:])

    def _matches(self, doc: Doc, model: SpacyModel) -> List[Span]:
        """The names in a text, in order. spaCy's `SpanRuler` does the same and takes four times as long."""
        if self._matcher is None:
            self._matcher = PhraseMatcher(model.model.vocab, attr="LOWER")
            for label in sorted({name["label"] for name in self._names}):
                own = [name["pattern"] for name in self._names if name["label"] == label]
                self._matcher.add(label, [model.model.make_doc(pattern) for pattern in own])
        names = model.model.vocab.strings  # the text has a vocabulary of its own
        found = [Span(doc, begin, end, names[label]) for label, begin, end in self._matcher(doc)]
        return sorted(found, key=lambda span: (span.start_char, span.end_char, span.label_))

    def _shaped(self, doc: Doc) -> Iterator[Dict[str, Any]]:
        for name, pattern in self._regexes:
            for match in pattern.finditer(doc.text):
                span = doc.char_span(*match.span(VALUE), label=name, alignment_mode="expand")
                if span is not None:
                    yield self._entity(name, match.group(VALUE).lower(), span)

    def _known(self, doc: Doc) -> Iterator[Dict[str, Any]]:
        for span in doc.spans.get(SPANS_KEY, []):
            if name := self._config["spans"].get(span.label_):
                yield self._entity(name, span.text, span)

    def _entity(self, name: str, value: str, span: Span) -> Dict[str, Any]:
        return {
            "entity": name,
            "value": value,
            "start": span.start_char,
            "end": span.end_char,
            "extractor": type(self).__name__,
        }
