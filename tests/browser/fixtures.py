"""A browser, the live assistant behind it, and a network between them that can be made bad."""

from __future__ import annotations

from typing import Any, Callable, Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.browser import ARGUMENTS, NoBrowser, find_or_install
from tests.browser.chat_page import ChatPage
from tests.browser.faulty_proxy import FaultyProxy
from tests.journeys.live import Live

NewChat = Callable[..., ChatPage]
Launch = Callable[..., Browser]


@pytest.fixture(scope="session")
def launch() -> Iterator[Launch]:
    """Starts a Chromium with more arguments than the usual."""
    try:
        path = find_or_install()
    except NoBrowser as problem:
        pytest.skip(str(problem))
    with sync_playwright() as playwright:
        yield lambda *more: playwright.chromium.launch(executable_path=path, args=[*ARGUMENTS, *more])


@pytest.fixture(scope="session")
def chromium(launch: Launch) -> Iterator[Browser]:
    browser = launch()
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def shared_proxy(shared_live: Live) -> Iterator[FaultyProxy]:
    server = FaultyProxy(shared_live.origin).start()
    yield server
    server.stop()


@pytest.fixture
def proxy(shared_proxy: FaultyProxy, live: Live) -> Iterator[FaultyProxy]:
    """The way to the assistant, for a visitor of its own address and without faults at the start of each test."""
    shared_proxy.heal()
    shared_proxy.seen.clear()
    shared_proxy.address = live.visitor().address
    yield shared_proxy
    shared_proxy.heal()


@pytest.fixture
def new_chat(chromium: Browser, proxy: FaultyProxy) -> Iterator[NewChat]:
    """Makes a page with the chat on it, in a browser context of its own. Options go to the context."""
    contexts = []

    def make(path: str = "/chat/", visit: bool = True, **options: Any) -> ChatPage:
        context = chromium.new_context(base_url=proxy.url, **{"viewport": {"width": 1280, "height": 900}, **options})
        context.set_default_timeout(10_000)
        contexts.append(context)
        chat = ChatPage(context.new_page(), proxy.url)
        return chat.visit(path) if visit else chat

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def chat(new_chat: NewChat) -> ChatPage:
    """The demo page on a desktop, with the chat closed."""
    return new_chat()
