"""Everything can be done with the keyboard alone, and the focus is always somewhere that makes sense."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.booking import AS_READ_BACK, TIME, read_back, times
from tests.browser.chat_page import ChatPage
from tests.browser.fixtures import NewChat

PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True, "is_mobile": True}


def tab_to(chat: ChatPage, name: str, key: str = "Tab", most: int = 40) -> None:
    for _ in range(most):
        if chat.focused().startswith(name):
            return
        chat.page.keyboard.press(key)
    raise AssertionError(f"{name} cannot be reached with {key}; the focus is on {chat.focused()}")


def test_a_booking_by_keyboard_alone(chat: ChatPage) -> None:
    keys = chat.page.keyboard
    tab_to(chat, "Chat with us")
    keys.press("Enter")
    expect(chat.input).to_be_focused()
    keys.type("set up a call")
    keys.press("Enter")
    expect(chat.answers).to_have_count(3)
    keys.type("Dana")
    keys.press("Enter")
    expect(chat.answers).to_have_count(4)
    tab_to(chat, "Your phone number", "Shift+Tab")
    keys.type("614 555 0135")
    keys.press("Enter")
    expect(times(chat)).to_be_visible()
    expect(chat.input).to_be_focused()
    tab_to(chat, TIME, "Shift+Tab")
    keys.press("Space")
    expect(read_back(chat)).to_contain_text(AS_READ_BACK)
    expect(chat.input).to_be_focused()
    tab_to(chat, "Yes, call me", "Shift+Tab")
    keys.press("Enter")
    expect(chat.log.locator(".code")).to_be_visible()
    expect(chat.input).to_be_focused()
    tab_to(chat, "Copy", "Shift+Tab")
    keys.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_the_launcher_says_whether_the_chat_is_open(chat: ChatPage) -> None:
    expect(chat.launcher).to_have_attribute("aria-expanded", "false")
    chat.open()
    expect(chat.launcher).to_have_attribute("aria-expanded", "true")
    chat.button("Close chat").click()
    expect(chat.launcher).to_have_attribute("aria-expanded", "false")
    expect(chat.launcher).to_be_focused()


def test_escape_closes_the_menu_first(chat: ChatPage) -> None:
    chat.greeted()
    chat.button("More").click()
    expect(chat.button("Save a copy")).to_be_focused()
    chat.page.keyboard.press("Escape")
    expect(chat.button("Save a copy")).to_be_hidden()
    expect(chat.button("More")).to_be_focused()
    expect(chat.panel).to_be_visible()
    chat.page.keyboard.press("Escape")
    expect(chat.panel).to_be_hidden()


def test_new_replies_do_not_take_the_focus(chat: ChatPage) -> None:
    chat.greeted()
    chat.say("what does it cost")
    chat.page.keyboard.type("and I also wan")
    expect(chat.offers).to_have_count(2)
    expect(chat.input).to_be_focused()
    assert chat.input.input_value() == "and I also wan"


def test_shift_enter_is_a_new_line(chat: ChatPage) -> None:
    chat.greeted()
    chat.input.type("one")
    chat.page.keyboard.press("Shift+Enter")
    chat.page.keyboard.type("two")
    chat.page.keyboard.press("Enter")
    assert chat.own.locator(".text").inner_text() == "one\ntwo"


def test_on_a_desktop_the_page_stays_in_reach(chat: ChatPage) -> None:
    chat.greeted()
    expect(chat.panel).to_have_attribute("aria-modal", "false")
    tab_to(chat, "See how it works", "Shift+Tab")
    assert chat.page.locator("[inert]").count() == 0


def test_on_a_phone_the_focus_stays_in_the_chat(new_chat: NewChat) -> None:
    chat = new_chat(**PHONE).greeted()
    expect(chat.panel).to_have_attribute("aria-modal", "true")
    seen = set()
    for _ in range(40):
        chat.page.keyboard.press("Tab")
        seen.add(chat.page.evaluate("document.activeElement.tagName"))
    assert seen <= {"IOP-CHAT", "BODY"}
    assert chat.page.evaluate("getComputedStyle(document.documentElement).overflowY") == "hidden"
    chat.button("Close chat").click()
    assert chat.page.locator("[inert]").count() == 0
    assert chat.page.evaluate("getComputedStyle(document.documentElement).overflowY") == "visible"
    expect(chat.launcher).to_be_focused()


def test_what_was_inert_before_stays_inert(new_chat: NewChat) -> None:
    chat = new_chat(visit=False, **PHONE)
    chat.show(
        '<!doctype html><meta name="viewport" content="width=device-width"><main>Page</main><aside inert>Old</aside><script src="/chat/iop-chat.js" defer></script>'
    )
    chat.greeted()
    assert chat.page.locator("main").get_attribute("inert") == ""
    chat.button("Close chat").click()
    assert chat.page.locator("main").get_attribute("inert") is None
    assert chat.page.locator("aside").get_attribute("inert") == ""


def test_after_a_tap_no_keyboard_jumps_up(new_chat: NewChat) -> None:
    chat = new_chat(**PHONE).greeted()
    chat.offers.filter(has_text="cost").tap()
    expect(chat.answers).to_have_count(2)
    expect(chat.log).to_be_focused()


def test_turning_the_phone_lets_the_page_go(new_chat: NewChat) -> None:
    chat = new_chat(viewport={"width": 600, "height": 900}).greeted()
    expect(chat.panel).to_have_attribute("aria-modal", "true")
    chat.page.set_viewport_size({"width": 1100, "height": 900})
    expect(chat.panel).to_have_attribute("aria-modal", "false")
    assert chat.page.locator("[inert]").count() == 0
