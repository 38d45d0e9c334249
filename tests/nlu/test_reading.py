"""What the trained assistant marks in a message, beside its label."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from rasa.core.agent import Agent

from assistant.versions import Versions


@pytest.fixture(scope="module")
def agent() -> Agent:
    return Agent.load(str(Versions().current().file))


def parsed(agent: Agent, text: str) -> dict[str, Any]:
    return asyncio.run(agent.parse_message(text))


@pytest.mark.parametrize(
    ("text", "entity", "value"),
    [
        ("do you take Blue Cross Blue Shield", "insurer", "blue cross blue shield"),
        ("do you take Aetna?", "insurer", "aetna"),
        ("do you tkae medicade", "public_plan", "medicaid"),
        ("my wife is hooked on fentanyl", "substance", "fentanyl"),
        ("what about fentanil", "substance", "fentanyl"),
        ("call me at 614 555 0135", "phone_number", "614 555 0135"),
        ("are there groups on tuesday", "time", "tuesday"),
        ("can my hubby keep his job", "relation", "husband"),
        ("my son's drinking", "relation", "son"),
        ("it's for my mom", "relation", "mother"),
        ("help my daughter", "relation", "daughter"),
        ("can you call my brother and talk him into rehab", "relation", "brother"),
        ("is it for me", "oneself", "self"),
        ("i drink every night", "oneself", "self"),
    ],
)
def test_entities(agent: Agent, text: str, entity: str, value: str) -> None:
    assert (entity, value) in [(found["entity"], found["value"]) for found in parsed(agent, text)["entities"]]


@pytest.mark.parametrize(
    "text", ["my sister is here", "can my wife come with me", "after the kids are in school", "call me back"]
)
def test_nobody_else_is_meant(agent: Agent, text: str) -> None:
    assert "relation" not in [found["entity"] for found in parsed(agent, text)["entities"]]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("How much does it cost and do you take Medicaid?", ["faq/cost", "faq/medicaid_medicare"]),
        ("where are you, how long is it", ["faq/location", "faq/program_length"]),
        ("is there housing? is there detox? what does it cost", ["faq/housing_sober_living", "faq/detox", "faq/cost"]),
        ("what does it cost? how much is it", ["faq/cost"]),
        ("my husband drinks. he wont stop. what does it cost", ["faq/cost"]),
    ],
)
def test_every_question_of_a_message_is_seen_once(agent: Agent, text: str, labels: list[str]) -> None:
    found = parsed(agent, text)
    first = found["intent"].get("full_retrieval_intent_name") or found["intent"]["name"]
    assert [first, *found.get("also_asked", [])] == labels


@pytest.mark.parametrize("text", ["", " ", "?", "\u200b", "🙂", "a" * 2000, "how " * 500, "\x00\x07", "مرحبا", "{{7*7}} <b>"])
def test_odd_input_is_read_without_complaint(agent: Agent, text: str) -> None:
    assert "intent" in parsed(agent, text)


@pytest.mark.parametrize(
    "text",
    [
        "im so scared right now",
        "i feel terribly alone with this",
        "my sister is so ashamed of herself",
        "pls help me im lost",
        "we dont know what to do",
        "honestly my whole life is a mess",
        "i just feel so bad",
        "shes been crying for days",
    ],
)
def test_half_said_distress_is_for_people(agent: Agent, text: str) -> None:
    found = parsed(agent, text)
    assert found["intent"]["name"] == "speak_to_human"
    assert "distress" in found["circumstances"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("thank you im just really nervous about starting", "faq/admission_start"),
        ("im scared my insurance wont pay", "faq/insurance"),
        ("scared what the group will think of me", "faq/group_therapy"),
    ],
)
def test_a_worry_about_a_topic_is_answered_with_it(agent: Agent, text: str, label: str) -> None:
    found = parsed(agent, text)
    assert found["intent"]["name"] == "faq"
    assert found["response_selector"]["faq"]["response"]["intent_response_key"] == label
    assert "distress" in found["circumstances"]


@pytest.mark.parametrize("text", ["get me a person", "can you help me", "im so happy", "im not scared", "my hair is a mess"])
def test_no_distress_is_heard_where_there_is_none(agent: Agent, text: str) -> None:
    assert "distress" not in parsed(agent, text).get("circumstances", [])


@pytest.mark.parametrize(
    "text", ["i cant go on", "im so scared i want to die", "i feel so alone, no reason to live", "im scared he will kill us"]
)
def test_distress_hides_no_danger(agent: Agent, text: str) -> None:
    assert parsed(agent, text)["intent"]["name"].startswith("crisis_")
