"""The text generator: facts of program.yml in the answers, and what is said instead of an answer."""

from __future__ import annotations

import asyncio
import copy
import re
from pathlib import Path
from typing import Any, Sequence

import pytest
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import BotUttered, Event, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker

import assistant.nlg
from admissions.program import read_program
from tests.conftest import ROOT, answers
from tests.unit.talk import DOMAIN, timed
from tests.unit.talk import said as user_said

IN_DOMAIN = re.compile(r"utter_(?:faq/|crisis_|tell_more|unsure)")


COST, INSURANCE, PRIVACY, OTHER = (f"utter_faq/{topic}" for topic in ("cost", "insurance", "confidentiality", "other_admissions"))
TOLD = ROOT / "program.yml"


def said(name: str, program_file: Path, monkeypatch: pytest.MonkeyPatch, events: Sequence[Event] = (), **values: str) -> str:
    return str(response(name, program_file, monkeypatch, events, **values)["text"])


def response(
    name: str, program_file: Path, monkeypatch: pytest.MonkeyPatch, events: Sequence[Event] = (), **values: str
) -> dict[str, Any]:
    return say(name, DialogueStateTracker.from_events("someone", list(events), DOMAIN.slots), monkeypatch, program_file, **values)


def say(
    name: str, tracker: DialogueStateTracker, monkeypatch: pytest.MonkeyPatch, program_file: Path = TOLD, **values: str
) -> dict[str, Any]:
    monkeypatch.setattr(assistant.nlg, "program", lambda: read_program(program_file))
    domain = Domain.from_dict({"responses": {key: value for key, value in answers().items() if IN_DOMAIN.match(key)}})
    generator = assistant.nlg.FactsGenerator(None, domain)
    found = asyncio.run(generator.generate(name, tracker, "rest", **values))
    assert found
    return dict(found)


def asked_again(name: str, monkeypatch: pytest.MonkeyPatch, *texts: str, intent: str = "faq", **parsed: Any) -> list[str]:
    """What is said to each of these messages, one after the other, by the same answer."""
    events: list[Event] = []
    heard = []
    for text in texts:
        events += timed(user_said(text, intent, **parsed))
        heard.append(said(name, TOLD, monkeypatch, events))
        events += timed(BotUttered(heard[-1], {}, {"utter_action": name}))
    return heard


def test_a_fact_that_is_not_filled_in_is_said_to_be_untold(monkeypatch: pytest.MonkeyPatch) -> None:
    text = said("utter_faq/location", ROOT / "program.yml", monkeypatch)
    assert "does not say where" in text
    assert "1-888-224-7312" in text


def test_a_fact_that_is_filled_in_is_the_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "program.yml"
    file.write_text((ROOT / "program.yml").read_text("utf-8").replace("  address:", '  address: "We are at 12 Main Street."', 1))
    assert said("utter_faq/location", file, monkeypatch) == "We are at 12 Main Street."


def test_a_fact_can_stand_inside_a_longer_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "program.yml"
    file.write_text((ROOT / "program.yml").read_text("utf-8").replace("  insurers:", '  insurers: "We work with Aetna."', 1))
    text = said("utter_faq/insurance", file, monkeypatch)
    assert "We work with Aetna." in text
    assert "{" not in text


def test_what_actions_say_is_found_outside_the_domain(monkeypatch: pytest.MonkeyPatch) -> None:
    text = said("utter_noted_phone", ROOT / "program.yml", monkeypatch, phone="(614) 555-0135")
    assert text == "I have (614) 555-0135. Tell me if that is wrong."


def test_a_second_question_on_a_topic_gets_the_same_honest_answer_in_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = asked_again(COST, monkeypatch, "how much is it", "will it stay under 4000", "is that the most")
    assert "cannot promise a price" in second
    assert (first, "round-the-clock" in second) == (third, False)


def test_more_is_told_to_tell_me_more(monkeypatch: pytest.MonkeyPatch) -> None:
    events = [*timed(user_said("how much is it")), *timed(BotUttered("…", {}, {"utter_action": COST}), user_said("tell me more"))]
    assert "round-the-clock" in said("utter_tell_more", TOLD, monkeypatch, events)


def test_a_filled_in_fact_goes_before_the_second_wording(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "program.yml"
    file.write_text(TOLD.read_text("utf-8").replace("  insurers:", '  insurers: "We work with Aetna."', 1))
    events = timed(user_said("do you take aetna"), BotUttered("…", {}, {"utter_action": INSURANCE}), user_said("aetna, right?"))
    assert "We work with Aetna." in said(INSURANCE, file, monkeypatch, events)


def test_what_else_was_asked_is_answered_once_though_an_action_says_two_things(monkeypatch: pytest.MonkeyPatch) -> None:
    events = timed(user_said("yes and how much is it", "inform", also_asked=["faq/cost"]))
    tracker = DialogueStateTracker.from_events("someone", events, DOMAIN.slots)
    first, second = (say("utter_texts_no", tracker, monkeypatch) for _ in range(2))
    assert ("5,000" in first["text"], "5,000" in second["text"]) == (True, False)


@pytest.mark.parametrize("text", ["is this chat recorded", "who sees what i type", "are my texts here saved"])
def test_what_is_kept_of_the_chat_is_told(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    for heard in asked_again(PRIVACY, monkeypatch, "is it private", text)[1:]:
        assert "about 30 days" in heard
        assert "Clear chat" in heard


@pytest.mark.parametrize(("named", "about"), [("wife", "how records are kept"), ("husband", "your husband's records")])
def test_words_for_a_relative_are_not_for_a_question_about_another(
    monkeypatch: pytest.MonkeyPatch, named: str, about: str
) -> None:
    entities = [{"entity": "relative", "value": named}]
    events = [SlotSet("asks_for", "husband"), *timed(user_said(f"will you tell my {named}", entities=entities))]
    assert about in said(PRIVACY, TOLD, monkeypatch, events)


@pytest.mark.parametrize("kind", ["suicide", "overdose", "withdrawal", "violence"])
def test_the_buttons_of_a_spanish_crisis_are_spanish(monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    events = timed(user_said("ayuda", f"crisis_{kind}", circumstances=["spanish"]))
    buttons = response(f"utter_crisis_{kind}", TOLD, monkeypatch, events)["buttons"]
    assert [(button["title"].endswith("a salvo"), button["payload"].endswith("safe now")) for button in buttons] == [(True, True)]
    plain = response(f"utter_crisis_{kind}", TOLD, monkeypatch, timed(user_said("help", f"crisis_{kind}")))
    assert plain["buttons"][0]["title"].endswith("safe")


@pytest.mark.parametrize("name", ["utter_faq/other_admissions", "utter_unsure"])
def test_worry_is_heard_and_told_on_in_other_words(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    texts = ("he blacks out every weekend", "and he lies about it", "he drank again")
    first, second, third = asked_again(name, monkeypatch, *texts, circumstances=["worry"])
    assert first.startswith("That sounds hard")
    assert second.startswith("Thank you for telling me more")
    assert third == first


def test_the_plain_answer_comes_before_its_second_wording(monkeypatch: pytest.MonkeyPatch) -> None:
    name = "utter_faq/other_admissions"
    (worried,) = asked_again(name, monkeypatch, "he drank again", circumstances=["worry"])
    events = timed(
        user_said("he drank again", "faq", circumstances=["worry"]),
        BotUttered(worried, {}, {"utter_action": name}),
        user_said("what if he changes his mind", "faq"),
    )
    assert said(name, TOLD, monkeypatch, events).startswith("The page I work from does not say")


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("can i bring my dog", "about pets"),
        ("is there lunch or do i pack a snack", "about food"),
        ("will my po get a report", "about courts or the law"),
        ("do u have somewhere to leave the kids, like childcare", "about child care"),
    ],
)
def test_what_is_not_known_is_named(text: str, topic: str, monkeypatch: pytest.MonkeyPatch) -> None:
    named, again = asked_again(OTHER, monkeypatch, text, text + "??")
    assert topic in named and "does not say" in named
    assert topic not in again


def test_a_long_story_is_not_about_one_thing(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "about pets" not in asked_again(OTHER, monkeypatch, "so last year i lost my job and my dog and " + "then " * 20)[0]


@pytest.mark.parametrize(
    "text",
    ["i have a hearing tuesday", "are there late groups", "is 30 days enough", "what are they expecting", "a six pack a day"],
)
def test_another_meaning_of_a_word_names_nothing(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "does not say." in asked_again(OTHER, monkeypatch, text)[0]


def test_what_is_said_of_a_response_is_what_rasa_makes_of_it_and_leaves_the_response_as_it_is() -> None:
    generator = assistant.nlg.FactsGenerator(None, Domain.from_dict({"responses": answers()}))
    before = copy.deepcopy(generator.responses)
    for name, variants in before.items():
        for channel in ("chat", "rest"):
            tracker = DialogueStateTracker("someone", [])
            if len(variants) == 1:
                rasas = TemplatedNaturalLanguageGenerator.generate_from_slots(generator, name, {}, channel)
                assert generator.generate_from_slots(name, {}, channel) == rasas
            asyncio.run(generator.generate(name, tracker, channel))
    assert generator.responses == before


@pytest.mark.parametrize("only", [{"channel": "sms"}, {"condition": [{"type": "slot", "name": "asks_for", "value": "son"}]}])
def test_what_is_for_another_channel_or_after_something_else_is_not_said(only: dict[str, Any]) -> None:
    generator = assistant.nlg.FactsGenerator(None, Domain.from_dict({"responses": {"utter_x": [{"text": "X.", **only}]}}))
    assert generator.generate_from_slots("utter_x", {}, "chat") is None
    fitting = generator.generate_from_slots("utter_x", {"asks_for": "son"}, "sms")
    assert fitting
    assert fitting["text"] == "X."


def test_what_is_filled_in_for_one_visitor_is_not_said_to_another() -> None:
    response = {
        "text": "Hello {name}.",
        "buttons": [{"title": "I am {name}", "payload": "{name}"}],
        "custom": {"lines": ["{name}"]},
    }
    generator = assistant.nlg.FactsGenerator(None, Domain.from_dict({"responses": {"utter_x": [response]}}))
    for name in ("Bo", "Kim"):
        filled = generator.generate_from_slots("utter_x", {"name": name}, "chat")
        assert filled
        assert filled["buttons"] == [{"title": f"I am {name}", "payload": name}]
        assert filled["custom"] == {"lines": [name]}
