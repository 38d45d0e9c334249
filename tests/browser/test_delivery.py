"""Whatever the network does, a message is answered exactly once, or the visitor is told and can try again."""

from __future__ import annotations

from functools import partial
from typing import Callable

import pytest
from playwright.sync_api import Browser, Request, expect

from admissions.program import Program
from assistant.channel.refusals import too_much
from tests.browser.chat_page import ChatPage, until
from tests.browser.faults import trial
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.fixtures import NewChat
from tests.journeys.live import Live
from tests.journeys.stored import message_count

HELPLINE = "1-888-224-7312"
COST = "what does it cost"


def answered_once(chat: ChatPage, questions: int = 1) -> None:
    """The greeting and one answer to each question are there, and nothing more comes."""
    expect(chat.own).to_have_count(questions)
    expect(chat.answers).to_have_count(questions + 1)
    expect(chat.own.last).to_contain_text("Delivered")
    chat.page.wait_for_timeout(700)
    assert chat.answers.count() == questions + 1
    assert chat.errors == []


def passes(chat: ChatPage, true: Callable[[], bool]) -> None:
    """Let time go by, on a page whose clock is ours, until something is so."""

    def later() -> bool:
        chat.page.clock.run_for(2_000)
        chat.page.wait_for_timeout(100)
        return true()

    until(later, 30)


def test_a_message_is_sending_then_delivered(chat: ChatPage, proxy: FaultyProxy) -> None:
    chat.greeted()
    proxy.inject("delay", path="messages", seconds=1)
    chat.say(COST)
    expect(chat.own).to_contain_text("Sending")
    expect(chat.status).to_contain_text("Writing an answer")
    answered_once(chat)
    expect(chat.status).to_have_text("")


@pytest.mark.parametrize("action", ["drop_response", "drop_request", "duplicate", "unavailable", "portal"])
def test_answered_once_in_spite_of(chat: ChatPage, proxy: FaultyProxy, action: str) -> None:
    chat.greeted()
    proxy.inject(action, path="messages")
    chat.say(COST)
    answered_once(chat)


def test_a_retry_is_the_same_message(chat: ChatPage, proxy: FaultyProxy, live: Live) -> None:
    chat.greeted()
    proxy.inject("drop_request", path="messages")
    proxy.inject("drop_response", path="messages")
    chat.say(COST)
    answered_once(chat)
    assert proxy.count("messages", "POST") >= 2
    assert message_count(live, chat.token) == 1


def test_a_request_that_hangs_is_given_up_and_repeated(new_chat: NewChat, proxy: FaultyProxy) -> None:
    chat = new_chat(visit=False)
    chat.page.clock.install()
    chat.visit().greeted()
    proxy.inject("hang", path="messages")
    chat.say(COST)
    expect(chat.own).to_contain_text("Sending")
    chat.page.clock.fast_forward(9_000)
    expect(chat.status).to_contain_text("longer than usual")
    expect(chat.status.get_by_role("link")).to_have_attribute("href", "tel:+18882247312")
    chat.page.clock.fast_forward(7_000)
    until(lambda: proxy.count("messages") == 1)
    chat.page.clock.fast_forward(2_000)
    answered_once(chat)


def test_typing_is_never_blocked(chat: ChatPage, proxy: FaultyProxy) -> None:
    chat.greeted()
    proxy.inject("delay", path="messages", seconds=2)
    chat.say(COST)
    chat.say("how does an IOP work")
    chat.input.fill("half a sentence")
    answered_once(chat, 2)
    assert chat.input.input_value() == "half a sentence"


def test_not_sent_can_be_tried_again(new_chat: NewChat, proxy: FaultyProxy) -> None:
    chat = new_chat(visit=False)
    chat.page.clock.install()
    chat.visit().greeted()
    proxy.inject("unavailable", path="messages", times=99)
    chat.say(COST)
    for tries in range(1, 5):
        until(partial(proxy.tried, "messages", tries))
        chat.page.wait_for_timeout(200)
        chat.page.clock.fast_forward(10_000)
    expect(chat.own).to_contain_text("Not sent")
    expect(chat.status).to_contain_text("cannot reach the chat")
    expect(chat.status).to_contain_text(HELPLINE)
    for number in ("911", "988"):
        expect(chat.status.get_by_role("link", name=number, exact=True)).to_be_visible()
    proxy.heal()
    chat.button("Try again").click()
    answered_once(chat)
    expect(chat.status).to_have_text("")


def test_what_was_not_sent_goes_by_itself_when_the_server_is_back(new_chat: NewChat, proxy: FaultyProxy, live: Live) -> None:
    chat = new_chat(visit=False)
    chat.page.clock.install()
    chat.visit().greeted()
    proxy.die()
    chat.say(COST)
    chat.say("how does an IOP work")
    passes(chat, lambda: chat.own.first.inner_text().endswith("Try again"))
    expect(chat.status).to_contain_text("is kept and sent when we can")
    expect(chat.own.last).to_contain_text("Waiting for a connection")
    proxy.heal()
    passes(chat, lambda: chat.answers.count() == 3)
    expect(chat.answers.nth(1)).to_contain_text("not cheap")
    answered_once(chat, 2)
    expect(chat.status).to_have_text("")
    assert message_count(live, chat.token) == 2


def test_a_message_tells_what_was_on_the_screen_when_it_was_said(chat: ChatPage, proxy: FaultyProxy) -> None:
    """A late "yes" must not answer a question that came after it; and polls alone do not tell what was seen."""
    after: dict[str, int] = {}

    def note(request: Request) -> None:
        if request.url.endswith("/messages") and (body := request.post_data_json):
            after[body["text"]] = body["after"]

    chat.page.on("request", note)
    chat.greeted()
    proxy.inject("delay", path="messages", seconds=1)
    chat.say(COST)
    chat.say("how does an IOP work")
    expect(chat.answers).to_have_count(3)
    chat.ask("thank you")
    assert after == {COST: 1, "how does an IOP work": 1, "thank you": 5}


def test_what_the_server_refuses_can_be_edited(chat: ChatPage) -> None:
    chat.greeted()
    chat.input.evaluate("(input) => input.removeAttribute('maxlength')")
    chat.say("x" * 2001)
    expect(chat.own).to_contain_text("Not sent. The message is too long.")
    chat.button("Edit").click()
    expect(chat.own).to_have_count(0)
    assert chat.input.input_value() == "x" * 2001
    expect(chat.input).to_be_focused()


def test_offline_then_online(chat: ChatPage) -> None:
    chat.greeted()
    chat.offline(True)
    expect(chat.status).to_contain_text("cannot reach the chat")
    chat.say(COST)
    expect(chat.own).to_contain_text("Waiting for a connection")
    chat.offline(False)
    answered_once(chat)
    expect(chat.status).to_have_text("")


def test_a_double_click_sends_once(chat: ChatPage, proxy: FaultyProxy) -> None:
    chat.greeted()
    chat.offers.filter(has_text="cost").dblclick(delay=10)
    answered_once(chat)
    assert proxy.count("messages", "POST") == 1


def test_a_chat_that_is_turned_away_says_so_and_begins_when_it_may(new_chat: NewChat) -> None:
    chat = new_chat(visit=False)
    chat.page.clock.install()
    refusal = too_much("too_many_sessions", 40)
    chat.page.route("**/session", lambda route: route.fulfill(status=refusal.status, json=refusal.as_dict()))
    chat.visit().open()
    expect(chat.status).to_contain_text("Please wait 40 seconds and try again. In danger? Call 911")
    expect(chat.status).to_contain_text(HELPLINE)
    chat.say(COST)
    expect(chat.own).to_contain_text("Please wait 40 seconds")
    chat.page.unroute("**/session")
    passes(chat, lambda: chat.answers.count() == 2)
    answered_once(chat)
    expect(chat.status).to_have_text("")


def test_a_message_that_is_one_too_many_says_so(chat: ChatPage) -> None:
    chat.greeted()
    refusal = too_much("too_many_messages", 1)
    chat.page.route("**/messages", lambda route: route.fulfill(status=refusal.status, json=refusal.as_dict()), times=1)
    chat.say(COST)
    expect(chat.own).to_contain_text("Please wait 1 second and try again")
    answered_once(chat)


def test_help_works_with_the_server_dead(new_chat: NewChat, proxy: FaultyProxy, facts: Program) -> None:
    chat = new_chat()
    proxy.die()
    chat.open()
    emergency, lifeline = facts.crisis_lines["emergency"], facts.crisis_lines["suicide_lifeline"]
    hrefs = [link.get_attribute("href") for link in chat.help.get_by_role("link").all()]
    assert hrefs == [f"tel:{emergency}", f"tel:{lifeline}", f"sms:{lifeline}", "tel:+" + facts.helpline.replace("-", "")]
    for number in (emergency, lifeline, facts.helpline):  # those in the widget's file are those of program.yml
        expect(chat.help).to_contain_text(number)
    expect(chat.log).to_contain_text("automated assistant, not a person or a clinician")
    expect(chat.status).to_contain_text("cannot reach the chat")
    expect(chat.status).to_contain_text(HELPLINE)
    chat.say(COST)
    proxy.heal()
    answered_once(chat)


def test_a_slow_answer_comes_by_itself(chat: ChatPage, proxy: FaultyProxy) -> None:
    """The answer to the request is lost for good; the poll still brings it."""
    chat.greeted()
    proxy.inject("drop_response", path="messages", times=99)
    chat.say(COST)
    expect(chat.answers).to_have_count(2)
    answered_once(chat)


def test_many_messages_on_a_bad_network(chromium: Browser, proxy: FaultyProxy) -> None:
    """`make faults` does the same with 1,000."""
    contexts = [chromium.new_context(base_url=proxy.url) for _ in range(2)]
    found = trial(contexts, proxy, messages=16, share=0.35, seed=6)
    for context in contexts:
        context.close()
    assert found.problems == []
    assert proxy.happened.total() > 0
