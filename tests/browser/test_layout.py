"""Small screens, large text, forced colours, reduced motion; targets that a thumb can hit."""

from __future__ import annotations

from typing import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.booking import TIME, booked
from tests.browser.chat_page import ChatPage
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.fixtures import Launch, NewChat

SMALL = {"viewport": {"width": 320, "height": 256}}
PHONE = {"viewport": {"width": 390, "height": 844}}

# Every control that shows, with its size. Links within a sentence are exempt (WCAG 2.5.8).
TARGETS = """
(panel) => [...panel.querySelectorAll('button, textarea, input, .numbers a')]
  .filter((one) => one.checkVisibility())
  .map((one) => [one.getAttribute('aria-label') || one.textContent || one.tagName, one.getBoundingClientRect().width, one.getBoundingClientRect().height])
"""
# What sticks out of the panel to the side.
OVERFLOW = """
(panel) => { const box = panel.getBoundingClientRect(); return [...panel.querySelectorAll('*')]
  .filter((one) => one.checkVisibility() && !one.closest('.vh, svg'))
  .filter((one) => one.getBoundingClientRect().right > box.right + 1 || one.getBoundingClientRect().left < box.left - 1)
  .map((one) => one.className || one.tagName) }
"""


def fits(chat: ChatPage) -> None:
    assert chat.panel.evaluate(OVERFLOW) == []
    assert chat.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = [target for target in chat.panel.evaluate(TARGETS) if target[1] < 43.9 or target[2] < 43.9]
    assert small == []


def test_a_booking_on_a_very_small_screen(new_chat: NewChat) -> None:
    chat = new_chat(**SMALL)
    booked(chat)
    fits(chat)
    for name in ("Quick exit", "Close chat"):
        expect(chat.button(name)).to_be_in_viewport(ratio=1)
    expect(chat.input).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize("size", [SMALL, PHONE, {"viewport": {"width": 1280, "height": 720}}])
@pytest.mark.parametrize("lang", ["en", "es"])
def test_nothing_sticks_out_and_targets_are_large(new_chat: NewChat, size: dict, lang: str) -> None:
    chat = new_chat(visit=False, **size)
    tag = f'<script src="/chat/iop-chat.js" data-phone="1-888-224-7312" data-lang="{lang}" defer></script>'
    chat.show('<!doctype html><meta name="viewport" content="width=device-width"><p>Page</p>' + tag)
    chat.greeted()
    fits(chat)
    chat.ask("what does it cost")
    fits(chat)
    chat.ask("set up a call").ask("skip").ask("614 555 0135")
    fits(chat)
    chat.choose(TIME)
    fits(chat)
    chat.ask("my husband hits me")
    fits(chat)


def test_a_phone_on_its_side_keeps_the_numbers_in_view(new_chat: NewChat) -> None:
    chat = new_chat(viewport={"width": 844, "height": 390}).greeted().ask("what does it cost")
    for link in chat.help.get_by_role("link").all():
        expect(link).to_be_in_viewport(ratio=1)
    chat.ask("I want to kill myself")
    expect(chat.help.get_by_role("link").first).to_be_in_viewport(ratio=1)
    assert chat.log.evaluate("(log) => log.clientHeight") > 100
    fits(chat)


@pytest.mark.parametrize("size", [(375, 400), (375, 340), (320, 256), (1024, 420)])
def test_in_a_crisis_above_a_keyboard_there_is_room_for_help_and_words(new_chat: NewChat, size: tuple[int, int]) -> None:
    chat = new_chat(viewport={"width": size[0], "height": size[1]})
    chat.greeted().ask("I want to kill myself")
    for part in (chat.help.get_by_role("link", name="Call 911"), chat.help.get_by_role("link", name="Call 988"), chat.input):
        expect(part).to_be_in_viewport(ratio=1)
    free = chat.panel.locator(".composer").evaluate("(one) => one.getBoundingClientRect().top")
    free -= chat.panel.locator(".top").evaluate("(one) => one.getBoundingClientRect().bottom")
    assert free >= size[1] * 0.38
    assert chat.help.evaluate("(one) => one.offsetHeight") < 60
    chat.panel.evaluate("(one) => one.scrollTo(0, 0)")
    expect(chat.help.get_by_role("link", name="Call 911")).to_be_in_viewport(ratio=1)
    fits(chat)


def test_text_988_stays_on_one_line(new_chat: NewChat) -> None:
    for width in (360, 375, 390):
        chat = new_chat(viewport={"width": width, "height": 667}).open()
        lines = chat.help.locator("b").evaluate_all("(all) => all.map((one) => one.getClientRects().length)")
        assert lines == [1, 1, 1, 1]


def test_the_input_is_large_enough_not_to_zoom(chat: ChatPage) -> None:
    chat.greeted()
    assert chat.input.evaluate("(one) => parseFloat(getComputedStyle(one).fontSize)") >= 16


@pytest.fixture(scope="module")
def large_text(launch: Launch) -> Iterator[Browser]:
    """A browser whose user set the text to twice its size."""
    browser = launch("--blink-settings=defaultFontSize=32")
    yield browser
    browser.close()


@pytest.mark.parametrize("size", [PHONE, {"viewport": {"width": 1280, "height": 720}}])
def test_text_at_twice_its_size(large_text: Browser, proxy: FaultyProxy, size: dict) -> None:
    context = large_text.new_context(base_url=proxy.url, **size)
    chat = ChatPage(context.new_page(), proxy.url).visit()
    chat.greeted().ask("what does it cost")
    assert chat.answers.last.evaluate("(one) => getComputedStyle(one).fontSize") == "32px"
    fits(chat)
    expect(chat.input).to_be_in_viewport(ratio=1)
    context.close()


def test_the_beginning_of_a_long_answer_is_seen(new_chat: NewChat) -> None:
    chat = new_chat(**SMALL)
    chat.greeted().ask("I want to kill myself")
    top = chat.answers.last.evaluate("(one) => one.getBoundingClientRect().top")
    header = chat.panel.locator(".head").evaluate("(one) => one.getBoundingClientRect().bottom")
    assert header <= top < 128


def test_the_panel_follows_the_keyboard_of_a_phone(new_chat: NewChat) -> None:
    chat = new_chat(**PHONE, reduced_motion="reduce").greeted()
    assert chat.panel.evaluate("(one) => one.offsetHeight") == 844
    chat.page.evaluate(
        """() => { Object.defineProperty(visualViewport, 'height', { value: 500 });
        Object.defineProperty(visualViewport, 'offsetTop', { value: 40 }); visualViewport.dispatchEvent(new Event('resize')) }"""
    )
    box = chat.panel.bounding_box()
    assert box and (box["y"], box["height"]) == (40, 500)


def test_looking_closer_with_two_fingers_does_not_shrink_it(new_chat: NewChat) -> None:
    chat = new_chat(**PHONE, reduced_motion="reduce").greeted()
    chat.page.evaluate(
        """() => { Object.defineProperty(visualViewport, 'height', { value: 422 });
        Object.defineProperty(visualViewport, 'scale', { value: 2 }); visualViewport.dispatchEvent(new Event('resize')) }"""
    )
    box = chat.panel.bounding_box()
    assert box and box["height"] == 844


def test_motion_only_where_it_is_welcome(new_chat: NewChat) -> None:
    moves = "(panel) => [panel, ...panel.querySelectorAll('*')].filter((one) => getComputedStyle(one).animationName !== 'none').length"
    assert new_chat(reduced_motion="reduce").greeted().panel.evaluate(moves) == 0
    assert new_chat(reduced_motion="no-preference").greeted().panel.evaluate(moves) > 0


def test_forced_colours_keep_the_edges(new_chat: NewChat) -> None:
    chat = new_chat(forced_colors="active").greeted().ask("what does it cost")
    for part in (chat.panel, chat.input, chat.button("Send"), chat.answers.last.locator(".text"), chat.own.last.locator(".text")):
        assert part.evaluate("(one) => getComputedStyle(one).borderTopStyle") == "solid"
        assert part.evaluate("(one) => parseFloat(getComputedStyle(one).borderTopWidth)") >= 1


def test_it_never_opens_by_itself(chat: ChatPage) -> None:
    chat.greeted().ask("what does it cost")
    chat.page.reload()
    chat.page.wait_for_timeout(500)
    expect(chat.panel).to_have_count(0)
    expect(chat.launcher).to_have_attribute("aria-expanded", "false")
