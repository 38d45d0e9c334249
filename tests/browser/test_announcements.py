"""What a screen reader is told, read from the browser's accessibility tree."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage
from tests.browser.faulty_proxy import FaultyProxy


def told(chat: ChatPage, how: str) -> str:
    return " ".join(chat.announced().get(how, []))


def test_the_regions_are_there_from_the_start(chat: ChatPage) -> None:
    assert chat.announced() == {"polite": [], "assertive": []}


def test_an_answer_and_its_replies_are_announced_politely(chat: ChatPage) -> None:
    chat.greeted().ask("what does it cost")
    polite = told(chat, "polite")
    assert "Assistant said: An IOP is not cheap" in polite
    assert "$5,000" in polite
    assert "Suggested replies: Does insurance cover it?, Does Medicaid or Medicare pay?" in polite
    assert told(chat, "assertive") == ""


def test_the_log_itself_is_silent(chat: ChatPage) -> None:
    chat.greeted()
    expect(chat.log).to_have_attribute("aria-live", "off")
    assert set(chat.announced()) == {"polite", "assertive", "off"}


def test_history_is_not_announced_again(chat: ChatPage) -> None:
    chat.greeted().ask("what does it cost")
    chat.page.reload()
    chat.open()
    expect(chat.answers).to_have_count(2)
    assert told(chat, "polite") == ""
    chat.ask("how does an IOP work")
    assert "you live at home" in told(chat, "polite")
    assert "An IOP is not cheap" not in told(chat, "polite")


def test_an_answer_that_a_reload_interrupted_is_announced(chat: ChatPage, proxy: FaultyProxy) -> None:
    chat.greeted()
    dead = proxy.die()
    chat.say("what does it cost")
    chat.page.wait_for_timeout(300)
    chat.page.reload()
    dead.times = 0
    chat.open()
    expect(chat.answers).to_have_count(2)
    assert "An IOP is not cheap" in told(chat, "polite")


def test_a_crisis_reply_opens_the_help_bar_and_interrupts(chat: ChatPage) -> None:
    chat.greeted()
    toggle = chat.button("About these numbers")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    chat.ask("I want to kill myself")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    expect(chat.help).to_contain_text("You do not have to wait")
    assert "Please call or text 988 now" in told(chat, "assertive")
    assert "Please call or text 988 now" not in told(chat, "polite")
    expect(chat.input).to_be_focused()


def test_the_help_bar_closes_when_the_danger_is_over_and_can_be_opened_again(chat: ChatPage) -> None:
    chat.greeted().ask("I want to kill myself").ask("set up a call")
    toggle = chat.button("About these numbers")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    chat.ask("call me")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    toggle.click()
    chat.ask("set up a call").ask("call me")
    expect(toggle).to_have_attribute("aria-expanded", "true")


def test_danger_again_keeps_the_help_bar_open(chat: ChatPage) -> None:
    chat.greeted().ask("I want to kill myself").ask("set up a call").ask("I want to kill myself").ask("set up a call")
    expect(chat.answers.last).to_contain_text("name")
    expect(chat.button("About these numbers")).to_have_attribute("aria-expanded", "true")


def test_the_help_bar_closes_for_someone_who_is_safe(chat: ChatPage) -> None:
    chat.greeted().ask("I want to kill myself").ask("I am safe")
    expect(chat.button("About these numbers")).to_have_attribute("aria-expanded", "false")


def test_violence_offers_a_quick_exit_in_the_message(chat: ChatPage) -> None:
    chat.greeted().ask("my husband hits me")
    expect(chat.answers.last.get_by_role("button", name="Leave this page now")).to_be_visible()
    links = [link.get_attribute("href") for link in chat.answers.last.get_by_role("link").all()]
    assert links == ["tel:911", "tel:+18007997233", "sms:88788?&body=START", "tel:911", "tel:988"]


def test_a_message_that_was_not_sent_is_announced(chat: ChatPage) -> None:
    chat.greeted()
    chat.input.evaluate("(input) => input.removeAttribute('maxlength')")
    chat.say("x" * 2001)
    expect(chat.own).to_contain_text("Not sent")
    assert "Not sent. The message is too long." in told(chat, "polite")


def test_a_lost_connection_is_announced_once_and_so_is_its_return(chat: ChatPage) -> None:
    chat.greeted()
    chat.offline(True)
    expect(chat.status).to_contain_text("cannot reach")
    assert (
        chat.announced()["polite"].count(
            "We cannot reach the chat right now. What you write is kept and sent when we can. "
            "In danger? Call 911 or 988. Or call us: 1-888-224-7312."
        )
        == 1
    )
    chat.offline(False)
    expect(chat.status).to_have_text("")
    assert "You are connected again." in told(chat, "polite")


def test_who_speaks_is_said(chat: ChatPage) -> None:
    chat.greeted().ask("what does it cost")
    expect(chat.own).to_contain_text("You said:")
    expect(chat.answers.last).to_contain_text("Assistant said:")


def test_a_message_that_comes_while_the_chat_is_closed(chat: ChatPage, proxy: FaultyProxy) -> None:
    chat.greeted()
    proxy.inject("delay", path="messages", seconds=1)
    chat.say("what does it cost")
    chat.page.keyboard.press("Escape")
    expect(chat.launcher).to_have_text("New message")
    assert "An IOP is not cheap" in told(chat, "polite")
    chat.open()
    expect(chat.answers).to_have_count(2)
