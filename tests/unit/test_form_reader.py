"""What answers the question that was asked, whatever it would mean elsewhere; read with the options of config.yml."""

from __future__ import annotations

from typing import Any

import pytest
import spacy
import yaml
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActiveLoop, SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.language.span_rules import find_contact_spans
from assistant.nlu.form_reader import FormReader
from assistant.nlu.labels import ALSO_ASKED, ASKED_BESIDE, MENDED
from tests.conftest import ROOT

PIPELINE = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))["pipeline"]
OPTIONS = next(step for step in PIPELINE if step["name"].endswith("FormReader"))
READER = FormReader({**FormReader.get_default_config(), **OPTIONS})
ENGLISH = spacy.blank("en")
NAME, PHONE, WINDOW, ZONE, CONSENT = (f"callback_{what}" for what in ("name", "phone", "window", "zone", "consent"))


def read(text: str, intent: str, asked: str | None, confidence: float = 0.9, mended: str = "", in_form: bool = True) -> str:
    """The intent after the reader, for a message that was taken for `intent`."""
    return str(read_message(text, intent, asked, confidence, mended, in_form).get(INTENT)["name"])


def read_message(
    text: str,
    intent: str,
    asked: str | None,
    confidence: float = 0.9,
    mended: str = "",
    in_form: bool = True,
    beside: tuple[str, ...] = (),
) -> Message:
    slots = {
        name: {"type": "text", "mappings": [{"type": "custom"}]}
        for name in ("requested_slot", "callback_open_question", "callback_reference")
    }
    domain = Domain.from_dict({"slots": slots, "forms": {"callback_form": {"required_slots": []}}})
    told = (
        [ActiveLoop("callback_form"), SlotSet("requested_slot", asked)] if in_form else [SlotSet("callback_open_question", asked)]
    )
    tracker = DialogueStateTracker.from_events("someone", told, domain.slots)
    data: dict[str, Any] = {TEXT: text, INTENT: {"name": intent, "confidence": confidence}}
    message = Message({**data, "text_spacy_doc": find_contact_spans(ENGLISH(text)), MENDED: mended, ASKED_BESIDE: beside})
    READER.process([message], tracker)
    return message


@pytest.mark.parametrize(
    ("text", "intent", "asked"),
    [
        ("Priya", "faq", NAME),
        ("614 555 0135", "faq", PHONE),
        ("the second one", "helpline", PHONE),
        ("9ish, thurs", "faq", WINDOW),
        ("now", "goodbye", WINDOW),
        ("none of those work", "faq", WINDOW),
        ("christmas day", "out_of_scope", WINDOW),
        ("near el paso", "faq", ZONE),
        ("yes, talk to you later", "goodbye", CONSENT),
        ("yes but dont leave a voicemail", "cancel_callback", CONSENT),
    ],
)
def test_an_answer_is_one_whatever_it_was_taken_for(text: str, intent: str, asked: str) -> None:
    assert read(text, intent, asked, confidence=0.5 if asked == NAME else 0.9) == "inform"


@pytest.mark.parametrize(
    ("text", "intent", "asked"),
    [
        ("stop", "stop", NAME),
        ("what does it cost", "faq", NAME),
        ("can my uncle answer", "faq", NAME),
        ("how many days a week is it?", "faq", WINDOW),
        ("yes but what does it cost first", "faq", CONSENT),
        ("no voicemail, i'm 15", "say_underage", CONSENT),
        ("please cancel", "cancel_callback", WINDOW),
    ],
)
def test_what_is_no_answer_stays_what_it_is(text: str, intent: str, asked: str) -> None:
    assert read(text, intent, asked) == intent
    assert asked != NAME or read(text, intent, asked, confidence=0.35) == intent


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("my name is Al what does it cost", NAME),
        ("614 555 0135, what does it cost?", PHONE),
        ("tomorrow at 5 and what does it cost?", WINDOW),
        ("yes and what does it cost", CONSENT),
    ],
)
def test_an_answer_and_a_question_are_both_taken(text: str, asked: str) -> None:
    message = read_message(text, "faq", asked, beside=("faq/cost",))
    assert (message.get(INTENT)["name"], message.get(ALSO_ASKED)) == ("inform", ["faq/cost"])


@pytest.mark.parametrize(("text", "asked"), [("ok what does it cost", NAME), ("first, what does it cost tomorrow?", WINDOW)])
def test_a_question_that_nothing_is_told_before_stays_one(text: str, asked: str) -> None:
    message = read_message(text, "faq", asked, beside=("faq/cost",))
    assert (message.get(INTENT)["name"], message.get(ALSO_ASKED)) == ("faq", None)


def test_a_short_form_is_no_name() -> None:
    assert read("idk", "unsure", NAME, 1.0, "i do not know") == "unsure"


@pytest.mark.parametrize(
    ("text", "mended", "intent"), [("Pam", "pay", "faq"), ("kai", "ai", "bot_challenge"), ("Dee", "die", "crisis_suicide")]
)
def test_a_name_is_no_slip_for_another_word(text: str, mended: str, intent: str) -> None:
    assert read(text, intent, NAME, 0.62 if intent.startswith("crisis") else 0.95, mended) == "inform"


@pytest.mark.parametrize(
    ("text", "mended", "confidence", "asked"),
    [
        ("suicde", "suicide", 0.7, NAME),  # a rule sees it, once the slip is undone
        ("overdos", "overdose", 0.93, NAME),  # the classifier is sure
        ("die", "", 0.62, NAME),  # no slip
        ("i wont be here tomorrow", "", 0.6, WINDOW),
        ("tonight i end it", "", 0.5, WINDOW),
    ],
)
def test_danger_stays_danger(text: str, mended: str, confidence: float, asked: str) -> None:
    assert read(text, "crisis_suicide", asked, confidence, mended) == "crisis_suicide"


@pytest.mark.parametrize("text", ["el viernes por la tarde", "mañana a las 10", "tomorrow at 10"])
def test_nothing_but_a_time_is_no_danger(text: str) -> None:
    assert read(text, "crisis_withdrawal", WINDOW, 0.5) == "inform"


@pytest.mark.parametrize("text", ["please don't leave any messages", "no texts", "voicemail is ok"])
def test_an_open_question_is_answered_outside_a_form(text: str) -> None:
    assert read(text, "cancel_callback", "callback_voicemail", in_form=False) == "inform"
    assert read(text, "cancel_callback", None, in_form=False) == "cancel_callback"


@pytest.mark.parametrize("text", ["000 000 0000", "my number is (000) 000-0000", "0000000000", "it's +1 000 000 0000."])
def test_ten_digits_are_a_number_to_who_was_asked_for_one(text: str) -> None:
    assert read(text, "private_details", PHONE) == "inform"


@pytest.mark.parametrize("text", ["123-45-6789", "4111 1111 1111 1111", "my member id is 1234567890"])
def test_other_digits_stay_what_should_not_be_shared(text: str) -> None:
    assert read(text, "private_details", PHONE) == "private_details"


@pytest.mark.parametrize("text", ["ok actually yes call me", "yes you can call", "yes to the call"])
def test_a_yes_to_a_call_asks_for_one_where_nothing_was_asked(text: str) -> None:
    assert read(text, "affirm", None, in_form=False) == "callback"
    assert read(text, "affirm", "callback_voicemail", in_form=False) == "affirm"
    assert read("ok sure", "affirm", None, in_form=False) == "affirm"
