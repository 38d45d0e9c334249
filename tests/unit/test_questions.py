"""Several questions, follow-ups and either-or, with a classifier that the test spells out."""

from __future__ import annotations

import pytest

from assistant.nlu.joint_model import Scored
from assistant.nlu.questions import Limits, asked, clauses, close_call, either, follow_up, is_question, told_then_asked

LIMITS = Limits(0.27, small_talk=frozenset({"inform"}), aside=frozenset({"aside"}))


def scored(*ranking: tuple[str, float]) -> Scored:
    return Scored(list(ranking), {}, "")


def by_word(text: str) -> Scored:
    for word in ("cost", "detox", "call"):
        if word in text.lower():
            return scored((word, 0.9), ("other", 0.1))
    return scored(("other", 0.2), ("cost", 0.15))


def test_a_sentence_breaks_where_another_question_begins() -> None:
    assert clauses(["What does it cost and do you take Medicaid?"]) == ["What does it cost", "do you take Medicaid?"]
    assert clauses(["what days and hours"]) == ["what days and hours"]
    assert clauses(["how long is it, how much is it"]) == ["how long is it", "how much is it"]


def test_what_only_leads_up_to_a_question_is_none() -> None:
    assert is_question("do you do detox")
    assert is_question("detox?")
    assert not is_question("what about my son, he drinks")
    assert not is_question("my son drinks")


def test_each_question_counts_once_and_in_order() -> None:
    found = asked(["what is detox", "I am tired", "what does it cost", "is cost high"], by_word, LIMITS)
    assert [one.label for one in found] == ["detox", "cost"]


def test_a_short_unclear_message_is_read_with_the_last_answer() -> None:
    assert follow_up("and how", by_word("and how"), "faq/detox", by_word, LIMITS).label == "detox"
    assert follow_up("and how", by_word("and how"), "", by_word, LIMITS).label == "other"
    clear = by_word("the cost of it")
    assert follow_up("the cost of it", clear, "faq/detox", by_word, LIMITS) is clear


def test_what_points_back_is_read_with_the_last_answer_however_clear_it_seems() -> None:
    def runs(text: str) -> Scored:
        return scored(("detox", 0.9)) if text.startswith("detox") else scored(("owner", 0.8))

    assert follow_up("who runs them", runs("who runs them"), "faq/detox", runs, LIMITS).label == "detox"
    assert follow_up("who runs it", runs("who runs it"), "faq/detox", runs, LIMITS).label == "owner"


def test_what_is_said_aside_is_not_read_with_the_last_answer() -> None:
    unsure = scored(("aside", 0.14), ("other", 0.1))
    assert follow_up("nice hat", unsure, "faq/detox", by_word, LIMITS) is unsure
    assert follow_up("and nice hats?", unsure, "faq/detox", by_word, LIMITS).label == "detox"


@pytest.mark.parametrize(
    ("text", "told", "rest"),
    [
        ("ring me at noon and how much is it", "ring me at noon", "how much is it"),
        ("my name is Al what does it cost", "my name is Al", "what does it cost"),
        ("614 555 0135. do you take medicaid?", "614 555 0135", "do you take medicaid?"),
        ("how much is it and do you take medicaid", "", ""),
        ("how much is it", "", ""),
        ("ring me at noon", "", ""),
    ],
)
def test_what_is_told_before_a_question_is_told_apart(text: str, told: str, rest: str) -> None:
    assert told_then_asked(text) == (told, rest)


def test_small_talk_after_an_answer_gives_way_to_what_else_it_may_be() -> None:
    found = follow_up("and evenings", scored(("inform", 0.8), ("times", 0.75)), "faq/detox", by_word, LIMITS)
    assert found.label == "times"


def test_either_needs_two_that_stand_out() -> None:
    assert either(scored(("a", 0.2), ("b", 0.18), ("c", 0.05)), LIMITS) == ("a", "b")
    assert either(scored(("a", 0.2), ("b", 0.12), ("c", 0.11)), LIMITS) is None
    assert either(scored(("a", 0.5), ("b", 0.2), ("c", 0.01)), LIMITS) is None
    assert either(scored(("a", 0.2)), LIMITS) is None


def test_what_hangs_between_two_is_a_close_call() -> None:
    assert close_call(scored(("a", 0.5), ("b", 0.45), ("c", 0.44)), LIMITS) == ("a", "b")
    assert close_call(scored(("a", 0.5), ("b", 0.3)), LIMITS) is None
    assert close_call(scored(("a", 0.2), ("b", 0.18)), LIMITS) is None
    assert close_call(scored(("a", 0.9), ("b", 0.85)), LIMITS) is None
    assert close_call(scored(("a", 0.5)), LIMITS) is None
