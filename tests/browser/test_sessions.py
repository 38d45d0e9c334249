"""A chat outlives reloads, goes on in tabs, and begins anew when the server has forgotten it."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage, until
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.fixtures import NewChat
from tests.browser.test_delivery import COST, answered_once
from tests.journeys.live import Live
from tests.journeys.stored import expire


def test_reload_in_flight(chat: ChatPage, proxy: FaultyProxy) -> None:
    chat.greeted()
    proxy.inject("delay", path="messages", seconds=3)
    chat.say(COST)
    until(lambda: proxy.count("messages") == 1)
    chat.page.reload()
    expect(chat.launcher).to_have_text("Back to your chat")
    chat.open()
    answered_once(chat)


def test_reload_before_it_got_through(chat: ChatPage, proxy: FaultyProxy) -> None:
    chat.greeted()
    dead = proxy.die()
    chat.say(COST)
    until(lambda: proxy.count("messages") > 0)
    chat.page.reload()
    dead.times = 0
    chat.open()
    answered_once(chat)


def test_a_reload_brings_the_whole_chat_back(chat: ChatPage) -> None:
    chat.greeted().ask(COST).ask("how does an IOP work")
    said = chat.log.locator(".text").all_inner_texts()
    chat.page.reload()
    chat.open()
    expect(chat.answers).to_have_count(3)
    assert chat.log.locator(".text").all_inner_texts() == said
    expect(chat.offers).to_have_count(2)


def test_a_half_typed_message_survives_a_reload(chat: ChatPage) -> None:
    chat.greeted()
    chat.input.type("I wanted to ask whether")
    chat.page.reload()
    chat.open()
    assert chat.input.input_value() == "I wanted to ask whether"


def test_two_tabs_are_two_chats(chat: ChatPage, proxy: FaultyProxy) -> None:
    chat.greeted().ask(COST)
    other = ChatPage(chat.page.context.new_page(), proxy.url).visit()
    other.greeted()
    expect(other.own).to_have_count(0)
    other.ask("how does an IOP work")
    answered_once(chat)
    answered_once(other)


def test_a_copied_tab_shows_the_same_chat(chat: ChatPage, proxy: FaultyProxy) -> None:
    """A tab opened by the page inherits its storage, and so the conversation."""
    chat.greeted().ask(COST)
    with chat.page.context.expect_page() as opened:
        chat.page.evaluate("window.open('/chat/')")
    other = ChatPage(opened.value, proxy.url)
    other.open()
    expect(other.answers).to_have_count(2)
    other.ask("how does an IOP work")
    expect(chat.answers).to_have_count(3)
    expect(chat.own).to_have_count(2)  # what was said in the other tab stands here too


def test_storage_blocked(new_chat: NewChat) -> None:
    chat = new_chat(visit=False)
    chat.page.add_init_script(
        "Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
    )
    chat.visit().greeted().ask(COST)
    answered_once(chat)


def test_an_expired_session_keeps_what_is_on_the_screen(chat: ChatPage, live: Live) -> None:
    chat.greeted().ask(COST)
    expire(live, chat.token)
    chat.say("how does an IOP work")
    expect(chat.answers).to_have_count(4)  # the old greeting and answer, the new greeting and answer
    expect(chat.own).to_have_count(2)
    expect(chat.own.last).to_contain_text("Delivered")
    assert chat.errors == []


def test_a_button_pressed_after_the_session_expired(chat: ChatPage, live: Live) -> None:
    chat.greeted()
    expire(live, chat.token)
    chat.offers.filter(has_text="cost").click()
    expect(chat.own).to_contain_text("Delivered")
    expect(chat.answers.last).to_contain_text("$5,000")
