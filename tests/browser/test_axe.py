"""axe-core finds nothing, in any state, in light, dark and forced colours."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from tests.browser.booking import at_the_phone, at_the_read_back, at_the_time, booked
from tests.browser.chat_page import ChatPage
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.fixtures import NewChat
from tests.browser.node import WIDGET, missing

AXE = WIDGET / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
State = Callable[[ChatPage, FaultyProxy], None]
OTHER_LOOKS: list[dict[str, Any]] = [{"color_scheme": "dark"}, {"color_scheme": "light", "forced_colors": "active"}]


def violations(chat: ChatPage) -> list[str]:
    why = missing()  # installs the widget's packages, if Node is there
    if not AXE.exists():
        pytest.skip(f"The checks with axe-core were left out: {why or 'npm did not bring it'}.")
    chat.page.evaluate(AXE.read_text("utf-8") + "; null")
    found = chat.page.evaluate("(rules) => axe.run(document, { runOnly: rules })", RULES)
    assert len(found["passes"]) > 10
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found["violations"] for node in one["nodes"]]


def closed(chat: ChatPage, _: FaultyProxy) -> None:
    pass


def greeted(chat: ChatPage, _: FaultyProxy) -> None:
    chat.greeted()


def answered(chat: ChatPage, _: FaultyProxy) -> None:
    chat.greeted().ask("how does an IOP work").ask("what does it cost")


def failed(chat: ChatPage, proxy: FaultyProxy) -> None:
    chat.greeted()
    chat.input.evaluate("(input) => input.removeAttribute('maxlength')")
    chat.say("x" * 2001)
    chat.own.get_by_text("Not sent").wait_for()


def offline(chat: ChatPage, _: FaultyProxy) -> None:
    chat.greeted()
    chat.offline(True)
    chat.say("are you there")
    chat.status.get_by_text("cannot reach").wait_for()


def sending(chat: ChatPage, proxy: FaultyProxy) -> None:
    chat.greeted()
    proxy.inject("hang", path="messages")
    chat.say("what does it cost")
    chat.status.get_by_text("Writing").wait_for()


def crisis(chat: ChatPage, _: FaultyProxy) -> None:
    chat.greeted().ask("I want to kill myself")


def violence(chat: ChatPage, _: FaultyProxy) -> None:
    chat.greeted().ask("my husband hits me")


def menu(chat: ChatPage, _: FaultyProxy) -> None:
    chat.greeted().button("More").click()


def clearing(chat: ChatPage, proxy: FaultyProxy) -> None:
    menu(chat, proxy)
    chat.button("Clear chat").click()


def phone(chat: ChatPage, _: FaultyProxy) -> None:
    at_the_phone(chat)


def phone_wrong(chat: ChatPage, _: FaultyProxy) -> None:
    at_the_phone(chat).button("Use this number").click()


def choosing(chat: ChatPage, _: FaultyProxy) -> None:
    at_the_time(chat)


def checking(chat: ChatPage, _: FaultyProxy) -> None:
    at_the_read_back(chat)


def kept(chat: ChatPage, _: FaultyProxy) -> None:
    booked(chat)


STATES = [
    closed,
    greeted,
    answered,
    failed,
    offline,
    sending,
    crisis,
    violence,
    menu,
    clearing,
    phone,
    phone_wrong,
    choosing,
    checking,
    kept,
]
IN_EVERY_LOOK = [answered, failed, crisis, checking]


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__)
def test_nothing_found(new_chat: NewChat, proxy: FaultyProxy, state: State) -> None:
    chat = new_chat(reduced_motion="reduce", color_scheme="light")
    state(chat, proxy)
    assert violations(chat) == []
    for look in OTHER_LOOKS if state in IN_EVERY_LOOK else []:
        chat.page.emulate_media(**look)
        assert violations(chat) == [], look


@pytest.mark.parametrize("state", [crisis, checking], ids=lambda state: state.__name__)
def test_nothing_found_on_a_phone(new_chat: NewChat, proxy: FaultyProxy, state: State) -> None:
    chat = new_chat(reduced_motion="reduce", viewport={"width": 320, "height": 568})
    state(chat, proxy)
    assert violations(chat) == []


def test_it_would_find_something(chat: ChatPage) -> None:
    chat.greeted().panel.evaluate("(panel) => panel.querySelector('.send').removeAttribute('aria-label')")
    assert any("button-name" in one for one in violations(chat))
