"""On shared phones, nothing is left that the visitor did not want to leave."""

from __future__ import annotations

import json
from pathlib import Path

from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage, until
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.fixtures import NewChat
from tests.journeys.live import Live
from tests.journeys.stored import conversation_of

WEATHER = "https://www.weather.gov/"


def stub_weather(chat: ChatPage) -> None:
    chat.page.route(WEATHER + "**", lambda route: route.fulfill(body="<h1>Sunny</h1>", content_type="text/html"))


def test_quick_exit_wipes_and_leaves_no_way_back(chat: ChatPage) -> None:
    stub_weather(chat)
    chat.greeted().ask("what does it cost")
    chat.input.type("half a")
    entries = chat.page.evaluate("history.length")
    chat.button("Quick exit").click()
    expect(chat.page.get_by_role("heading", name="Sunny")).to_be_visible()
    assert chat.page.evaluate("history.length") == entries
    chat.visit()
    assert chat.kept() == {}
    expect(chat.launcher).to_have_text("Chat with us")
    chat.greeted()
    expect(chat.own).to_have_count(0)
    assert chat.input.input_value() == ""


def test_quick_exit_works_with_everything_hanging(chat: ChatPage, proxy: FaultyProxy) -> None:
    stub_weather(chat)
    chat.greeted()
    proxy.inject("hang", times=99)
    chat.say("what does it cost")
    chat.button("Quick exit").click()
    expect(chat.page.get_by_role("heading", name="Sunny")).to_be_visible()


def test_the_exit_in_a_message_does_the_same(chat: ChatPage) -> None:
    stub_weather(chat)
    chat.greeted().ask("my husband hits me")
    chat.button("Leave this page now").click()
    expect(chat.page.get_by_role("heading", name="Sunny")).to_be_visible()


def test_quick_exit_goes_where_the_page_says_but_never_runs_a_script(new_chat: NewChat) -> None:
    chat = new_chat(visit=False)
    stub_weather(chat)
    chat.show('<!doctype html><script src="/chat/iop-chat.js" data-exit="javascript:document.write(1)" defer></script>')
    chat.greeted().button("Quick exit").click()
    expect(chat.page.get_by_role("heading", name="Sunny")).to_be_visible()


def test_clear_chat_asks_then_erases_on_both_sides(chat: ChatPage, proxy: FaultyProxy, live: Live) -> None:
    chat.greeted().ask("what does it cost")
    token = chat.token
    assert conversation_of(live, token)
    chat.button("More").click()
    chat.button("Clear chat").click()
    expect(chat.panel).to_contain_text("erases what was said here")
    assert proxy.count("session", "DELETE") == 0
    chat.button("Clear it").click()
    expect(chat.own).to_have_count(0)
    expect(chat.answers).to_have_count(1)  # the greeting of a new chat
    assert conversation_of(live, token) is None
    assert token not in json.dumps(chat.kept())
    expect(chat.button("More")).to_be_focused()


def test_clear_chat_says_so_when_it_could_not(chat: ChatPage, proxy: FaultyProxy) -> None:
    chat.greeted().ask("what does it cost")
    chat.button("More").click()
    chat.button("Clear chat").click()
    proxy.inject("unavailable", path="session", method="DELETE")
    chat.button("Clear it").click()
    expect(chat.panel).to_contain_text("Nothing was cleared yet")
    expect(chat.own).to_have_count(1)
    chat.button("Clear it").click()
    expect(chat.own).to_have_count(0)


def test_a_chat_left_alone_is_forgotten(new_chat: NewChat) -> None:
    chat = new_chat(visit=False)
    chat.page.clock.install()
    chat.visit().greeted().ask("what does it cost")
    chat.page.clock.fast_forward("29:00")
    chat.page.reload()
    expect(chat.launcher).to_have_text("Back to your chat")
    chat.page.clock.fast_forward("02:00")
    chat.page.reload()
    expect(chat.launcher).to_have_text("Chat with us")
    assert chat.kept() == {}


def test_a_chat_left_open_is_forgotten_when_someone_comes_back(new_chat: NewChat) -> None:
    chat = new_chat(visit=False)
    chat.page.clock.install()
    chat.visit().greeted().ask("what does it cost")
    chat.page.keyboard.press("Escape")
    chat.page.clock.fast_forward("31:00")
    chat.open()
    expect(chat.own).to_have_count(0)
    expect(chat.answers).to_have_count(1)


def test_nothing_is_kept_beyond_the_tab(chat: ChatPage) -> None:
    chat.greeted().ask("what does it cost")
    assert chat.page.evaluate("({...localStorage})") == {}
    assert chat.page.context.cookies() == []
    kept = chat.kept()
    assert list(kept) == ["iop-chat"]
    assert "IOP is not cheap" not in kept["iop-chat"]
    assert "what does it cost" not in kept["iop-chat"]


def test_the_transcript_only_on_request_and_with_a_warning(chat: ChatPage) -> None:
    chat.greeted().ask("what does it cost")
    chat.button("More").click()
    chat.button("Save a copy").click()
    expect(chat.panel).to_contain_text("Anyone who uses this device may read it")
    with chat.page.expect_download() as saved:
        chat.button("Save the file").click()
    assert saved.value.suggested_filename == "chat.txt"
    text = Path(saved.value.path()).read_text("utf-8")
    assert text.index("Assistant said: Hello") < text.index("You said: what does it cost") < text.index("$5,000")


def test_the_page_is_told_that_not_what(chat: ChatPage) -> None:
    chat.page.evaluate(
        """() => { window.heard = []; for (const name of ['open', 'close', 'message'])
        window.IopChat.on(name, (...all) => window.heard.push([name, ...all])) }"""
    )
    chat.greeted().ask("I want to kill myself")
    chat.page.keyboard.press("Escape")
    until(lambda: chat.page.evaluate("window.heard.length") == 4)
    assert chat.page.evaluate("window.heard") == [["open"], ["message"], ["message"], ["close"]]


def test_the_page_address_is_sent_without_its_query(chat: ChatPage) -> None:
    sent = []
    chat.page.on("request", lambda request: sent.append(request.post_data_json) if "session" in request.url else None)
    chat.visit("/chat/?from=newsletter&name=dana#top").greeted()
    assert sent[0]["page"] == "/chat/"
    assert sent[0]["lang"] == "en"
