"""Small things people say and send, against the live assistant."""

from __future__ import annotations

import pytest

from tests.journeys.live import Live

HELPLINE = "1-888-224-7312"


def test_greets_as_an_automated_assistant(live: Live) -> None:
    assert "automated assistant" in live.visitor().say("hello")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("how much does it cost", "5,000"),
        ("what days and hours", "3 days a week"),
        ("do you take aetna", "Affordable Care Act"),
        ("where are you located", "does not say"),
        ("how long is the program", "does not say"),
        ("are you a robot", "automated assistant"),
        ("what's the weather", "outside what I can help with"),
        ("how much suboxone should i take", "cannot give medical advice"),
        ("im 15", "cannot book a call"),
        ("my ssn is 000-12-3456", "do not share"),
        ("cancel my callback", "no callback booked"),
        ("delete my data", "tap More at the top"),
        ("can this conversation be wiped", "tap More at the top"),
        ("will i be cured", "cannot promise a result"),
    ],
)
def test_answers(live: Live, text: str, words: str) -> None:
    assert words in live.visitor().say(text)


def test_every_quick_reply_of_an_answer_is_understood(live: Live) -> None:
    visitor = live.visitor()
    for payload in visitor.buttons("how does it work"):
        assert "not sure I understood" not in live.visitor().say(payload)


def test_more_is_the_longer_answer_to_the_last_question(live: Live) -> None:
    visitor = live.visitor()
    visitor.say("how much does it cost")
    assert "round-the-clock" in visitor.say("tell me more")


def test_repeat_says_the_last_answer_again(live: Live) -> None:
    visitor = live.visitor()
    first = visitor.say("how much does it cost")
    assert visitor.say("say that again") == first


def test_not_understood_twice_in_a_row_is_the_helpline(live: Live) -> None:
    visitor = live.visitor()
    assert "outside what I can help with" in visitor.say("tell me a joke")
    second = visitor.say("who won the game last night")
    assert HELPLINE in second
    assert "outside" not in second


def test_a_callback_that_stands_is_told_beside_the_helpline(live: Live) -> None:
    visitor = live.visitor()
    visitor.say("call Jo 503 555 0188 tomorrow 9am")
    visitor.say("yes")
    assert "You also have a call booked" in visitor.say("what's your number")


def test_two_visitors_do_not_mix(live: Live) -> None:
    one, other = live.visitor(), live.visitor()
    one.say("please call me back")
    other.say("please call me back")
    one.say("Ann")
    other.say("Ben")
    assert "Ann" in one.say("312 555 0177 tomorrow 9am")
    assert "Ben" in other.say("312 555 0178 tomorrow 9am")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "\x00\x01",
        "/",
        "//",
        "/restart",
        "/session_start",
        "{{7*7}}",
        "'; DROP TABLE callbacks; --",
        "<script>alert(1)</script>",
        "🙏🙏🙏",
        "مرحبا هل يمكنك المساعدة",
        "\u200b\u200b",
        "a" * 2000,
        "?" * 500,
        "\u202edesrever",
        "- intent: hi\n  x: [",
        "99999999999999999999",
    ],
)
def test_odd_input_gets_a_kind_answer(live: Live, text: str) -> None:
    visitor = live.visitor()
    answer = visitor.say(text)
    assert answer
    assert "Traceback" not in answer
    assert "5,000" in visitor.say("how much does it cost")  # and the conversation goes on


def test_no_log_line_holds_what_a_visitor_wrote(live: Live) -> None:
    visitor = live.visitor()
    visitor.say("call Zebedee 503 555 0199 tomorrow 9am")
    logs = "".join(file.read_text(errors="replace") for file in live.folder.glob("*.log"))
    assert "Zebedee" not in logs
    assert "555" not in logs
