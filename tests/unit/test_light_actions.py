"""Slots are filled as Rasa fills them, and where nothing can fill one Rasa is not asked."""

from __future__ import annotations

import asyncio
import itertools
from typing import Any

import pytest
import rasa.core.actions.action
from rasa.core.actions.action import ActionExtractSlots, action_for_name_or_text
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, Event, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from assistant import light_actions
from tests.conftest import ROOT

light_actions.install()
KINDS = {
    "an entity": "{type: from_entity, entity: relation}",
    "an entity after some intents": "{type: from_entity, entity: relation, intent: [faq, crisis_violence]}",
    "an intent": "{type: from_intent, intent: crisis_violence, value: violence}",
    "one of several intents": "{type: from_intent, intent: [faq, crisis_violence], value: 1}",
    "any intent but one": "{type: from_intent, not_intent: faq, value: 1}",
    "what is said": "{type: from_text}",
    "what is said in a form": "{type: from_text, conditions: [{active_loop: callback_form}]}",
    "what begins a form": "{type: from_trigger_intent, intent: faq, value: 1}",
    "an action": "{type: custom}",
}
INTENTS = ("faq", "crisis_violence", "inform", None)
ENTITIES: tuple[list[dict[str, Any]], ...] = ([], [{"entity": "relation", "value": "son"}], [{"entity": "other", "value": "x"}])
LOOPS = (None, "callback_form")


def domain(mapping: str) -> Domain:
    return Domain.from_yaml(
        f"""
        intents: [faq, crisis_violence, inform]
        entities: [relation, other]
        slots:
          filled: {{type: any, influence_conversation: false, mappings: [{mapping}]}}
          requested_slot: {{type: text, influence_conversation: false, mappings: [{{type: custom}}]}}
        forms: {{callback_form: {{required_slots: [filled]}}}}
        """
    )


def said(intent: str | None, entities: list[dict[str, Any]], loop: str | None, of: Domain) -> DialogueStateTracker:
    message = UserUttered("my son", {"name": intent}, entities)
    return DialogueStateTracker.from_events("x", [*([ActiveLoop(loop)] if loop else []), message], of.slots)


def filled(run: Any, tracker: DialogueStateTracker, of: Domain) -> list[Event]:
    channel, nlg = CollectingOutputChannel(), TemplatedNaturalLanguageGenerator({})
    found: list[Event] = asyncio.run(run(ActionExtractSlots(None), channel, nlg, tracker, of))
    return found


@pytest.mark.parametrize("mapping", KINDS.values(), ids=KINDS.keys())
def test_a_slot_is_filled_as_rasa_fills_it(mapping: str) -> None:
    of = domain(mapping)
    for intent, entities, loop in itertools.product(INTENTS, ENTITIES, LOOPS):
        tracker = said(intent, entities, loop, of)
        assert filled(ActionExtractSlots.run, tracker, of) == filled(light_actions._rasas_run, tracker, of)


def test_of_our_own_slots_a_question_fills_none_and_rasa_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    async def asked(*_: Any) -> list[Event]:
        raise AssertionError("Rasa was asked")

    monkeypatch.setattr(light_actions, "_rasas_run", asked)
    of = Domain.load(ROOT / "domain.yml")
    assert filled(ActionExtractSlots.run, said("faq", [], None, of), of) == []
    for intent, entities in (("crisis_violence", []), ("faq", [{"entity": "relation", "value": "son"}])):
        with pytest.raises(AssertionError, match="Rasa was asked"):
            filled(ActionExtractSlots.run, said(intent, entities, None, of), of)


def test_rasas_own_actions_are_made_once_for_each_action_server() -> None:
    of, one, two = domain(KINDS["an action"]), EndpointConfig("http://one"), EndpointConfig("http://two")
    found = [action_for_name_or_text("action_extract_slots", of, where) for where in (one, one, two)]
    assert found[0] is found[1] is not found[2]
    assert [action._action_endpoint for action in found] == [one, one, two]  # type: ignore[attr-defined]
    light_actions.install()
    assert {action.name() for action in rasa.core.actions.action.default_actions(one)} == {
        action.name() for action in light_actions._rasas_default_actions(one)
    }
