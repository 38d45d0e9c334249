"""Lets a message that speaks of danger be nothing else.

Whether it does is decided in `verdict`. After danger was spoken of, the next messages are read with it in mind, until the visitor
says that all is well. What is no danger is looked at for distress, Spanish, and somebody under 18.
"""

from __future__ import annotations

from typing import Any, Callable, Dict, List, Optional

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.constants import SPACY_DOCS
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.language.ages import is_minor, tells_another_age
from assistant.language.circumstances import (
    MINOR,
    OTHER,
    SPANISH,
    UNNAMED,
    aims_at_somebody,
    around_danger,
    besides,
    is_about_oneself,
)
from assistant.language.danger.overdose import KIND as OVERDOSE
from assistant.language.danger.overdose import finds_somebody_out
from assistant.language.danger.spans import CALM_KEY, DANGER_KEY, find_danger
from assistant.language.danger.suicide import KIND as SUICIDE
from assistant.language.danger.violence import KIND as VIOLENCE
from assistant.language.distress import DISTRESS, asks_for_somebody, is_only_distress, weighs_heavy
from assistant.language.driving import drives_under
from assistant.language.emergency import calls_for_help, help_is_called, only_calls_for_help, tells_of_help
from assistant.language.resolved import is_resolved
from assistant.language.worry import MILESTONE
from assistant.nlu.aftermath import (
    CIRCUMSTANCES,
    SAFE,
    STILL,
    STILL_ONESELF,
    asks_if_safe,
    asks_whom_to_call,
    denies_safety,
    is_taken_along,
    is_underage,
    open_crisis,
    says_safe,
    says_unsafe,
)
from assistant.nlu.labels import ALSO_ASKED, APART, EITHER, FILED, mended_text
from assistant.nlu.verdict import Verdict, confidence_of, intent_of, ranking_of


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=False)
class SafetyReader(GraphComponent):
    """Options.

    Confidences: `alarm`: how likely danger must be for the classifier alone to raise the alarm, and `of_one_kind`, how likely
    the likeliest kind; `thought`: the same for one part of a long message; `sure`: what outweighs calm words and another meaning
    that is understood, `sure_of_settled`: denials and grief, `sure_of_over`: what is over; `beside_calm`: how likely danger must be where a rule sees it beside
    calm words; `sure_of_kind`: from there the classifier tells the kind, not the rule that saw danger; `harmless`: danger is less
    likely in what answers a form; `plain`: what counts as understood beside Spanish or distress; `of_distress`: how surely a
    message that says nothing else is distress; `threshold`, as the classifier's.

    Intents: `prefix` of the crisis intents; `safe` takes danger back; `let_through` are answered while danger is in mind, which
    is for `remembered` messages, and `answers` too where a form runs that was asked for since, as is any message of `bare` words
    at most, such as a name. `underage` is that of someone under 18, who gets it for `not_for_minors` too. `foreign` is what a
    message in Spanish gets that is not understood. Distress is answered as `human`, also where it would get one of `aside`, and
    what is only told as `told`."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {
            "prefix": "crisis_",
            "alarm": 0.3,
            "of_one_kind": 0.28,
            "thought": 0.85,
            "sure": 0.45,
            "sure_of_settled": 0.9,
            "sure_of_over": 0.99,
            "beside_calm": 0.3,
            "sure_of_kind": 0.7,
            "threshold": 0.3,
            "safe": "safe_now",
            "remembered": 4,
            "let_through": [],
            "answers": ["inform", "affirm", "deny", "unsure", "skip", "correct", "change_callback"],
            "bare": 1,
            "harmless": 0.1,
            "underage": "say_underage",
            "not_for_minors": [],
            "foreign": "out_of_scope",
            "plain": 0.7,
            "human": "speak_to_human",
            "told": "faq/other_admissions",
            "of_distress": 0.95,
            "aside": [DEFAULT_NLU_FALLBACK_INTENT_NAME, "greeting", "goodbye", "safe_now"],
        }

    def __init__(self, config: Dict[str, Any]) -> None:
        self._config = config
        self._verdict = Verdict(config)

    @classmethod
    def create(
        cls, config: Dict[str, Any], model_storage: ModelStorage, resource: Resource, execution_context: ExecutionContext
    ) -> SafetyReader:
        return cls({**cls.get_default_config(), **config})

    def process(self, messages: List[Message], tracker: Optional[DialogueStateTracker] = None) -> List[Message]:
        for message in messages:
            doc = message.get(SPACY_DOCS[TEXT])
            if doc is not None:
                kinds = [span.label_ for span in doc.spans.get(DANGER_KEY, [])]
                if not kinds and (mended := mended_text(message)):  # a slip of the keyboard hides nothing
                    kinds = [kind for kind in [find_danger(mended)] if kind]
                self._verdict.decide(message, kinds, {span.label_ for span in doc.spans.get(CALM_KEY, [])})
                self._look_around(message, tracker)
        return messages

    def _look_around(self, message: Message, tracker: Optional[DialogueStateTracker]) -> None:
        """Reads the message in the light of what was said before, and notes what the wording of the answer depends on."""
        text, prefix = message.get(TEXT), self._config["prefix"]
        crisis = open_crisis(tracker, prefix, self._config["safe"], self._config["remembered"])
        help_for = self._help_for(message, calls_for_help)
        nothing_else = self._help_for(message, only_calls_for_help) is not None  # the help that is named tells the kind best
        found: List[str] = []
        if self._is_only_driving(message):
            self._verdict.take(message, self._config["told"], self._config["sure"])
        if intent_of(message).startswith(prefix) and not nothing_else and not self._adds_nothing(message, crisis):
            self._keep_to(message, crisis)
            found = around_danger(text, intent_of(message).removeprefix(prefix))
        elif crisis:
            found = self._after(message, crisis, tracker)
        elif help_for and not message.get(FILED):
            self._verdict.take(message, f"{prefix}{help_for}", self._config["sure"])
            found = around_danger(text, help_for)
        else:
            found = besides(text)
            if SPANISH in found and confidence_of(message) < self._config["plain"]:
                self._verdict.take(message, self._config["foreign"], confidence_of(message))
            else:
                self._take_distress(message, found)
        if nothing_else and intent_of(message).startswith(prefix) and STILL not in found:
            found.append(UNNAMED)
        found += self._minor(message, tracker)
        if found:
            message.set(CIRCUMSTANCES, found, add_to_output=True)

    def _is_only_driving(self, message: Message) -> bool:
        """Whether the classifier hears violence in somebody's driving drunk, and no rule does."""
        text = message.get(TEXT)
        return intent_of(message) == f"{self._config['prefix']}{VIOLENCE}" and drives_under(text) and not find_danger(text)

    def _adds_nothing(self, message: Message, crisis: Optional[UserUttered]) -> bool:
        """Whether only the classifier still hears the danger of before: in words of somebody who has decided ("im fine now that i
        decided"), or, after violence, of somebody who is safe ("im safe now he left"), or of an ambulance that took somebody along."""
        text, name = message.get(TEXT), intent_of(message)
        if crisis is None or crisis.intent_name != name:
            return False
        after_violence = name == f"{self._config['prefix']}{VIOLENCE}"
        return (is_resolved(text) or (after_violence and says_safe(text)) or is_taken_along(text)) and not find_danger(text)

    @staticmethod
    def _help_for(message: Message, called: Callable[[str], Optional[str]]) -> Optional[str]:
        """The kind of danger that help is called for, in the words as typed or with slips undone."""
        return called(message.get(TEXT)) or called(mended_text(message))

    def _keep_to(self, message: Message, crisis: Optional[UserUttered]) -> None:
        """After words of suicide, a weapon that is meant for nobody else is no other danger; nor, after any danger, is violence that
        no rule sees: "will it kill me", of a withdrawal."""
        prefix, text = self._config["prefix"], message.get(TEXT)
        if crisis is None or intent_of(message) != f"{prefix}{VIOLENCE}" or aims_at_somebody(text):
            return
        if crisis.intent_name == f"{prefix}{SUICIDE}" or find_danger(text) is None:
            self._verdict.take(message, str(crisis.intent_name), confidence_of(message))

    def _take_distress(self, message: Message, found: List[str]) -> None:
        """Fear, shame or loneliness without a question is answered with people to talk to; `found` may get the word for it."""
        text = message.get(TEXT)
        if is_only_distress(text) and not message.get(FILED):
            self._verdict.take(message, self._config["human"], self._config["of_distress"])
        elif MILESTONE in found and not message.get(FILED):
            self._verdict.take(message, self._config["told"], self._config["sure"])
        elif DISTRESS in found and self._is_aside(message):
            self._verdict.take(message, self._config["human"], self._config["sure"])
        if DISTRESS not in found and intent_of(message) == self._config["human"] and weighs_heavy(mended_text(message) or text):
            found.append(DISTRESS)

    def _is_aside(self, message: Message) -> bool:
        """Whether what a message was understood as is none of what distress asks for; two likely questions are asked about."""
        return (
            intent_of(message) in self._config["aside"]
            and confidence_of(message) < self._config["plain"]
            and not message.get(EITHER)
        )

    def _after(self, message: Message, crisis: UserUttered, tracker: Optional[DialogueStateTracker]) -> List[str]:
        text = message.get(TEXT)
        mended = mended_text(message)
        unsafe = says_unsafe(text) or says_unsafe(mended)
        understood_so = intent_of(message) == self._config["safe"] and not asks_if_safe(text)
        if not unsafe and (says_safe(text) or understood_so):
            asked: Dict[str, Any] = next(
                (entry for entry in ranking_of(message) if "/" in entry["name"]), {"name": "", "confidence": 0.0}
            )
            if (also := message.get(ALSO_ASKED)) and not tells_of_help(text):  # "i called them" asks for no call
                self._verdict.take(message, also[0], self._config["sure"])
            elif asked["confidence"] >= self._config["threshold"]:
                self._verdict.take(message, asked["name"], asked["confidence"])
            else:
                self._verdict.take(message, self._config["safe"], self._config["sure"])
            return [SAFE]
        more = intent_of(message) == self._config["human"] and weighs_heavy(text) and not asks_for_somebody(text)  # of the same
        more = more or self._help_for(message, calls_for_help) is not None or help_is_called(text) or asks_whom_to_call(text)
        another_age = intent_of(message) == self._config["underage"] and tells_another_age(text)  # "hes 14", of who is in danger
        through = intent_of(message) in self._config["let_through"] and not another_age
        if not more and (through or self._answers_form(message, tracker)):
            return []
        self._verdict.take(message, str(crisis.intent_name), self._config["sure"])
        still = [STILL_ONESELF, STILL] if is_about_oneself(crisis.text or "") else [STILL]
        if only_calls_for_help(crisis.text or ""):  # what it is was not told, then or since
            still.insert(0, UNNAMED)
        return [*still, *([SPANISH] if SPANISH in besides(text) else [])]

    def _answers_form(self, message: Message, tracker: Optional[DialogueStateTracker]) -> bool:
        """Whether a message does no more than answer a form. Danger ends every form, so one that runs was asked for since."""
        if tracker is None or not tracker.active_loop_name or denies_safety(message.get(TEXT)):
            return False
        chances: Dict[str, float] = message.get(APART) or {}
        if sum(chances.values()) > self._config["harmless"]:
            return False
        words = message.get(TEXT).split()
        return intent_of(message) in self._config["answers"] or ("?" not in words[-1] and len(words) <= self._config["bare"])

    def _minor(self, message: Message, tracker: Optional[DialogueStateTracker]) -> List[str]:
        """No callback for somebody under 18, in whatever words and however much later it is asked for."""
        says_so, name = is_minor(message.get(TEXT)), intent_of(message)
        if name.startswith(self._config["prefix"]):
            return [MINOR] if says_so else []
        if name == self._config["underage"] and not message.get(FILED) and tells_another_age(message.get(TEXT)):
            self._verdict.take_next_best(message, without=name)
            name = intent_of(message)
        if says_so and finds_somebody_out(message.get(TEXT)):  # a child beside somebody who may not wake
            self._verdict.take(message, f"{self._config['prefix']}{OVERDOSE}", self._config["sure"])
            return [OTHER, MINOR]
        wants = name in self._config["not_for_minors"]
        if says_so or (wants and is_underage(tracker, self._config["underage"])):
            self._verdict.take(message, self._config["underage"], self._config["sure"])
        return [MINOR] if says_so else []
