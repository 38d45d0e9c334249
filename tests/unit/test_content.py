"""What holds the content: every topic answered, every number sourced, plain words, no banned ones."""

from __future__ import annotations

import re

import pytest
import textstat
import yaml

from admissions.program import FACTS, Program
from admissions.program_lines import CRISIS_LINES
from tests.conftest import ROOT, answers, examples

ANSWERS = answers()
NAMED = re.compile(r"\{(\w+)\}")
EXAMPLES = examples()
TOPICS = sorted(name.removeprefix("utter_") for name in ANSWERS if name.startswith("utter_faq/"))
ASKED_MOST = {
    "cost",
    "insurance",
    "medicaid_medicare",
    "schedule_hours",
    "detox",
    "medication",
    "location",
    "work_school_family",
    "how_iop_works",
    "iop_vs_inpatient",
    "family_therapy",
    "confidentiality",
    "admission_start",
    "other_admissions",
}
# The 32 topics of the design; a topic that is dropped by mistake fails here.
DESIGNED = set(
    (
        "how_iop_works what_is_iop_acronym iop_vs_inpatient schedule_hours work_school_family services_overview "
        "group_therapy individual_therapy family_therapy detox medication treatment_plan cost insurance "
        "medicaid_medicare preexisting_condition who_its_for who_its_not_for relapse_history triggers_at_home "
        "housing_sober_living about_forge program_length admission_start location virtual_telehealth confidentiality "
        "substances_treated dual_diagnosis drug_testing success_rate other_admissions"
    ).split()
)
# Every figure that the article tells, and the paragraph it stands in.
ARTICLE_FIGURES = {"3": "A3", "2": "A3", "4": "A3", "5,000": "A10"}
DERIVED_FIGURES = {"6": "3 days of 2 hours each, A3"}
# Figures of the crisis answers, which rest on safety sources and not on the article.
SAFETY_FIGURES = {"2", "3"}
ARTICLE_PARAGRAPHS = {f"A{number}" for number in range(1, 14)}
BANNED = re.compile(
    r"\b(?:addicts?|alcoholics?|junkies?|abuse[drs]?|habit|clean|dirty|replacement|you are covered|in[- ]network|100 ?%|hipaa[- ]compliant|"
    r"confidential|guarantee[ds]?|cure[ds]?|best|we accept)\b",
    re.I,
)


def texts(name: str) -> list[str]:
    found = []
    for variant in ANSWERS[name]:
        found.append(variant["text"])
        metadata = variant.get("metadata") or {}
        found += [metadata[key] for key in ("more", "second", "with_fact", "for_other") if metadata.get(key)]
        found += [metadata["with_topic"].replace("{topic}", topic) for topic in (metadata.get("topics") or {}).values()]
        for wordings in ("said_if", "said_to"):
            for said in (metadata.get(wordings) or {}).values():
                found += [said] if isinstance(said, str) else said
    return found


def buttons(variant: dict) -> list[dict[str, str]]:
    others = ((variant.get("metadata") or {}).get("buttons_if") or {}).values()
    return [*variant.get("buttons", []), *(button for other in others for button in other)]


ALL_TEXTS = [(name, text) for name in ANSWERS for text in texts(name)]


def test_every_topic_of_the_design_has_an_answer_and_examples() -> None:
    assert {topic.removeprefix("faq/") for topic in TOPICS} == DESIGNED
    assert {label.removeprefix("faq/") for label in EXAMPLES if label.startswith("faq/")} == DESIGNED


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_has_enough_examples(topic: str) -> None:
    assert len(EXAMPLES[topic]) >= (35 if topic.removeprefix("faq/") in ASKED_MOST else 20)


@pytest.mark.parametrize("topic", TOPICS)
def test_an_answer_names_its_source_and_offers_a_next_question(topic: str) -> None:
    for variant in ANSWERS[f"utter_{topic}"]:
        assert variant["metadata"]["source"]
        assert set(variant["metadata"]["source"]) <= ARTICLE_PARAGRAPHS
        assert 1 <= len(variant["buttons"]) <= 2


@pytest.mark.parametrize(("name", "text"), ALL_TEXTS)
def test_every_number_is_in_the_article_or_in_program_yml(name: str, text: str) -> None:
    bare = re.sub(r"\{\w+\}|988lifeline\.org", "", text)
    if name.startswith("utter_explain_") or name.startswith("utter_ask_window") or name.startswith("utter_window_"):
        return  # examples of a phone number and of a time
    allowed = set(ARTICLE_FIGURES) | set(DERIVED_FIGURES) if name.startswith("utter_faq/") else SAFETY_FIGURES | {"18"}
    assert set(re.findall(r"\d[\d,]*\d|\d", bare)) <= allowed


def test_what_the_article_does_not_tell_is_said_to_be_untold() -> None:
    untold = (
        "program_length",
        "location",
        "virtual_telehealth",
        "confidentiality",
        "drug_testing",
        "success_rate",
        "other_admissions",
    )
    for topic in untold:
        assert re.search(r"does not say|gives no", ANSWERS[f"utter_faq/{topic}"][0]["text"]), topic


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_has_a_second_wording_of_the_same_honest_answer(topic: str) -> None:
    """A second question on a topic is often yes or no; "tell me more" does not answer it."""
    for variant in ANSWERS[f"utter_{topic}"]:
        second = variant["metadata"]["second"]
        assert second not in (variant["text"], variant["metadata"].get("more"))


@pytest.mark.parametrize(
    "topic", ["cost", "insurance", "medicaid_medicare", "confidentiality", "success_rate", "drug_testing", "location"]
)
def test_cover_price_privacy_and_success_are_never_promised(topic: str) -> None:
    second = ANSWERS[f"utter_faq/{topic}"][0]["metadata"]["second"]
    assert re.search(r"I do not know|cannot promise", second)
    assert re.search(r"[Ss]taff", second)
    assert "{helpline}" in second


def test_every_optional_fact_has_an_answer_that_uses_it() -> None:
    named = set(re.findall(r"^  (\w+): +#", (ROOT / "program.yml").read_text("utf-8"), re.M)) | {
        "confidentiality",
        "substances",
        "dual_diagnosis",
        "drug_testing",
        "success_rate",
        "payment_plans",
    }
    used = {(variant.get("metadata") or {}).get("fact") for name in ANSWERS for variant in ANSWERS[name]} - {None}
    assert named == used == set(FACTS)


def test_every_number_that_a_safety_answer_names_must_be_in_program_yml() -> None:
    """So that nobody in danger is told to "call {emergency}"."""
    safety = yaml.safe_load((ROOT / "data" / "answers" / "safety.yml").read_text("utf-8"))
    named = {
        name for response in {**safety["responses"], **safety["said"]} for text in texts(response) for name in NAMED.findall(text)
    }
    assert named - {"program_name", "helpline"} == set(CRISIS_LINES)


@pytest.mark.parametrize(("name", "text"), ALL_TEXTS)
def test_no_banned_word_is_said(name: str, text: str) -> None:
    assert not BANNED.search(text)


@pytest.mark.parametrize(("name", "text"), [pair for pair in ALL_TEXTS if len(pair[1].split()) >= 12])
def test_reads_at_grade_8_or_below(name: str, text: str, facts: Program) -> None:
    # The centre's name and numbers are said as they are; "intensive outpatient program" is the one term that must be learnt.
    plain = (
        re.sub(r"\{\w+\}", "Forge", text)
        .replace("intensive outpatient program (IOP)", "day plan")
        .replace("Affordable Care Act", "law")
    )
    grade = textstat.flesch_kincaid_grade(plain)
    assert grade <= (6 if name.startswith("utter_crisis") else 8), f"grade {grade:.1f}"


@pytest.mark.parametrize(("name", "text"), [pair for pair in ALL_TEXTS if pair[0].startswith("utter_faq/")])
def test_an_answer_is_short(name: str, text: str) -> None:
    assert len(text.split()) <= 60


def test_every_topic_has_a_question_of_its_own_that_is_an_example() -> None:
    for topic in TOPICS:
        asks = ANSWERS[f"utter_{topic}"][0]["metadata"]["ask"]
        assert asks.lower().strip(" ?.!") in {line.lower().strip(" ?.!") for line in EXAMPLES[topic]}, topic


def test_words_for_a_relative_speak_of_them() -> None:
    said = [text for name in ANSWERS for v in ANSWERS[name] if (text := (v.get("metadata") or {}).get("for_other"))]
    assert len(said) >= 20
    assert [text for text in said if not re.search(r"\{(?:relation|Relation|relation_s)\}", text)] == []


def test_no_example_has_two_labels() -> None:
    seen: dict[str, str] = {}
    for label, lines in EXAMPLES.items():
        for line in lines:
            assert seen.setdefault(line.lower(), label) == label, line


def test_what_a_quick_reply_sends_is_an_example_so_that_it_is_always_understood() -> None:
    known = {line.lower().strip(" ?.!") for lines in EXAMPLES.values() for line in lines}
    sent = {button["payload"] for name in ANSWERS for variant in ANSWERS[name] for button in buttons(variant)}
    assert {payload for payload in sent if payload.lower().strip(" ?.!") not in known} == set()
