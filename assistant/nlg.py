"""Says the responses: fills in the centre's facts, and picks the wording that fits what was said before.

A response's `metadata` steers it: `fact` with `with_fact` (said instead once program.yml tells that fact), `for_other`
(said when help is sought for {relation}), `second` (the same honest answer in other words, said when the topic is asked on),
`more` (said to "tell me more"), `ask` (the topic's own question, for a button), `again` (the response to give when the visitor's
last message already got one of this kind), `tell: more` (the longer answer to the last question, or `first` where nothing was said
yet) and `tell: last` (what was said before). `said_to` holds other wordings by what stands in the message, as regexes, `said_if` by its circumstances (the first in
the list that holds is said), `buttons_if` the buttons that go with one of them; either may hold several, of which one is said that
was not just said. A response named `utter_line_…` after a circumstance goes before whatever is answered. Only what stands in
`KEPT` goes out with the message.
"""

from __future__ import annotations

import copy
import re
from itertools import chain
from pathlib import Path
from typing import Any, Dict, List, Optional

import yaml
from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.constants import CHANNEL, RESPONSE_CONDITION
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from admissions.program import program
from assistant import turn
from assistant.language.circumstances import SPANISH

KEPT = ("announce", "kind", "lang", "version")  # of a response's metadata: for the widget, and for the record of what was said
LONGEST_WITH_TOPIC = 20  # words; a longer message tells of much beside what it asks
_CONDITIONS = frozenset((CHANNEL, RESPONSE_CONDITION))  # of a variant: where, or after what, it is said
_FILLED_IN_PLACE = frozenset(("buttons", "custom", "quick_replies"))
ANSWERS_FOLDER = Path(__file__).resolve().parents[1] / "data" / "answers"


def said_elsewhere() -> Dict[str, Any]:
    """The responses under `said` in data/answers: those that no rule names, so that Rasa's own check stays clean."""
    found: Dict[str, Any] = {}
    for file in sorted(ANSWERS_FOLDER.glob("*.yml")):
        found.update(yaml.safe_load(file.read_text("utf-8")).get("said") or {})
    return found


def _wordings(said: str | List[str]) -> List[str]:
    return [said] if isinstance(said, str) else said


class FactsGenerator(TemplatedNaturalLanguageGenerator):
    """Named in endpoints.yml as `nlg: {type: assistant.nlg.FactsGenerator}`."""

    def __init__(self, endpoint_config: Optional[EndpointConfig] = None, domain: Optional[Domain] = None) -> None:
        self._said = said_elsewhere()
        super().__init__(domain.responses if domain else {})
        self._facts = program().sayable()

    @property
    def responses(self) -> Dict[str, Any]:
        return self._responses

    @responses.setter
    def responses(self, of_domain: Dict[str, Any]) -> None:
        """Rasa sets the domain's responses anew with each model; what stands elsewhere must outlive that."""
        self._responses = {**self._said, **of_domain}

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> Optional[Dict[str, Any]]:
        response = await self._worded(utter_action, tracker, output_channel, **kwargs)
        if response and response.get("metadata"):
            response["metadata"] = {key: value for key, value in response["metadata"].items() if key in KEPT}
        return response

    async def _worded(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> Optional[Dict[str, Any]]:
        """A response with what goes before it and what else was asked."""
        response = await self._answer(utter_action, tracker, output_channel, **kwargs)
        if response is None or not turn.begin_answer(tracker):
            return response
        for circumstance in turn.circumstances(tracker):
            line = await super().generate(f"utter_line_{circumstance}", tracker, output_channel)
            steer = response.get("metadata") or {}
            if line and not steer.get("no_line") and circumstance not in (steer.get("said_if") or {}):
                response["text"] = f"{line['text']}\n\n{response['text']}"
                response["metadata"] = {**(response.get("metadata") or {}), **(line.get("metadata") or {})}
        answers = [response]
        for label in turn.also_asked(tracker):
            if also := await self._answer(f"utter_{label}", tracker, output_channel):
                answers.append(also)
        if "/" not in utter_action:
            answers = [*answers[1:], response]  # what begins something ends the message
        return turn.joined(answers) if len(answers) > 1 else response

    async def _answer(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> Optional[Dict[str, Any]]:
        """One response, worded for this conversation."""
        response = await super().generate(utter_action, tracker, output_channel, **kwargs)
        steer = (response or {}).get("metadata") or {}
        holds = turn.circumstances(tracker)
        if response and (told := next((name for name in steer.get("said_if") or {} if name in holds), None)):
            response["text"] = self._next(steer["said_if"][told], tracker)
            if told == SPANISH:
                response["metadata"] = {**steer, "lang": "es"}
            if other := (steer.get("buttons_if") or {}).get(told):
                response["buttons"] = [dict(button) for button in other]
            elif steer.get("again"):
                response.pop("buttons", None)  # they go with the plain wording
            return response
        if response and "again" in steer and (asked := self._either(tracker)):
            which = await super().generate("utter_which_one", tracker, output_channel)
            return {**which, "buttons": asked} if which else response
        if (other := steer.get("again")) and self._said_last_time(utter_action, other, tracker):
            return await super().generate(other, tracker, output_channel, **kwargs) or response
        if steer.get("tell") == "more":
            if more := await self._more(tracker, output_channel):
                return more
            return response if turn.last_said(tracker) else await super().generate(str(steer["first"]), tracker, output_channel)
        if steer.get("tell") == "last":
            return turn.last_said(tracker) or response
        if response and (said := self._wording(utter_action, steer, tracker)):
            response["text"] = said
        return response

    def _wording(self, utter_action: str, steer: Dict[str, Any], tracker: DialogueStateTracker) -> Optional[str]:
        """What is said instead of the plain text: words for just this, the centre's own fact, a second wording, or words for
        somebody else."""
        asked = turn.text(tracker)
        if said := next((said for words, said in (steer.get("said_to") or {}).items() if re.search(words, asked, re.I)), None):
            return self._next(said, tracker)
        if topic := self._topic(steer, tracker):
            unknown = self._filled(str(steer["with_topic"]), topic=topic)
            if not self._just_said(unknown, tracker):
                return unknown
        if sentence := self._facts.get(str(steer.get("fact"))):
            return self._filled(str(steer.get("with_fact") or "{fact}").replace("{fact}", sentence))
        if steer.get("second") and turn.asks_on(utter_action, tracker):
            second, instead = (
                self._filled(steer["second"]),
                chain.from_iterable(map(_wordings, (steer.get("said_if") or {}).values())),
            )
            # A third time, the first wording again; and that wording first where it was not said yet.
            if not any(self._just_said(said, tracker) for said in [second, *map(self._filled, instead)]):
                return second
        relation = turn.relation(tracker)
        if relation and (said := steer.get("for_other")):
            named = {"relation": f"your {relation}", "Relation": f"Your {relation}", "relation_s": f"your {relation}'s"}
            return self._filled(said, **named)
        return None

    @staticmethod
    def _topic(steer: Dict[str, Any], tracker: DialogueStateTracker) -> str:
        """What the message is about, where it is short enough to be about one thing."""
        asked = turn.text(tracker)
        if len(asked.split()) > LONGEST_WITH_TOPIC:
            return ""
        return next((topic for words, topic in (steer.get("topics") or {}).items() if re.search(words, asked, re.I)), "")

    def _next(self, said: str | List[str], tracker: DialogueStateTracker) -> str:
        """Of several wordings the first that was not just said."""
        wordings = [self._filled(wording) for wording in _wordings(said)]
        if len(wordings) == 1:
            return wordings[0]
        return next((wording for wording in wordings if not self._just_said(wording, tracker)), wordings[0])

    @staticmethod
    def _just_said(text: str, tracker: DialogueStateTracker) -> bool:
        return text in ((turn.last_said(tracker) or {}).get("text") or "")

    def _filled(self, text: str, **values: Any) -> str:
        return str(self._fill_response({"text": text}, **values)["text"])

    def _either(self, tracker: DialogueStateTracker) -> List[Dict[str, str]]:
        """Buttons for the two questions that a message not understood may have been."""
        variants = [(self.responses.get(f"utter_{label}") or [{}])[0] for label in turn.either(tracker)]
        questions = [str((variant.get("metadata") or {}).get("ask") or "") for variant in variants]
        return [{"title": question, "payload": question} for question in questions] if all(questions) else []

    def generate_from_slots(
        self, utter_action: str, filled_slots: Dict[str, Any], output_channel: str, **kwargs: Any
    ) -> Optional[Dict[str, Any]]:
        """As Rasa's, but of one plain variant, which most have, nothing is chosen, and only what gets filled in is copied."""
        variants = self.responses.get(utter_action) or []
        if len(variants) == 1 and not _CONDITIONS & variants[0].keys():
            own = {key: copy.deepcopy(value) if key in _FILLED_IN_PLACE else value for key, value in variants[0].items()}
            return self._fill_response(own, filled_slots, **kwargs)
        return super().generate_from_slots(utter_action, filled_slots, output_channel, **kwargs)

    def _fill_response(
        self, response: Dict[str, Any], filled_slots: Optional[Dict[str, Any]] = None, **kwargs: Any
    ) -> Dict[str, Any]:
        return super()._fill_response(response, filled_slots, **{**self._facts, **kwargs})

    def _said_last_time(self, utter_action: str, other: str, tracker: DialogueStateTracker) -> bool:
        """Whether the reply to the visitor's previous message was of the same kind: it had the same `again`."""
        kind = {
            name
            for name, variants in self.responses.items()
            if any((variant.get("metadata") or {}).get("again") == other for variant in variants)
        }
        messages = 0
        for event in reversed(tracker.events):
            if isinstance(event, UserUttered):
                messages += 1
                if messages == 2:
                    return False
            elif messages == 1 and isinstance(event, BotUttered):
                if event.metadata.get("utter_action") in kind | {utter_action, other}:
                    return True
        return False

    async def _more(self, tracker: DialogueStateTracker, output_channel: str) -> Optional[Dict[str, Any]]:
        """The longer answer to the topic that was answered last."""
        for event in reversed(tracker.events):
            action = event.metadata.get("utter_action") if isinstance(event, BotUttered) else None
            answer = await super().generate(str(action), tracker, output_channel) if action else None
            if answer and (more := (answer.get("metadata") or {}).get("more")):
                answer["text"] = self._filled(more)
                return answer
        return None
