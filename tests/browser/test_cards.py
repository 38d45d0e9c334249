"""A callback in the chat: times and a phone field to tap, the read-back, the reference to keep; and feedback."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.chat_page import ChatPage, until
from tests.browser.double import Double
from tests.browser.faulty_proxy import FaultyProxy


def at_the_phone(chat: ChatPage) -> ChatPage:
    return chat.greeted().choose("Set up a call").choose("Skip")


def at_the_time(chat: ChatPage) -> ChatPage:
    at_the_phone(chat)
    chat.log.get_by_label("Your phone number").fill("614 555 0135")
    return chat.choose("Use this number")


def at_the_read_back(chat: ChatPage) -> ChatPage:
    return at_the_time(chat).choose("1 to 2 pm")


def booked(chat: ChatPage) -> ChatPage:
    return at_the_read_back(chat).choose("Yes, call me")


def test_the_phone_field_brings_the_right_keyboard(chat: ChatPage) -> None:
    at_the_phone(chat)
    field = chat.log.get_by_label("Your phone number")
    for name, value in {"type": "tel", "inputmode": "tel", "autocomplete": "tel"}.items():
        expect(field).to_have_attribute(name, value)


def test_a_number_that_is_too_short_is_explained(chat: ChatPage, proxy: FaultyProxy) -> None:
    at_the_phone(chat)
    before = proxy.count("messages")
    field = chat.log.get_by_label("Your phone number")
    field.fill("555 0135")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description("Please enter a number with at least ten digits.")
    assert proxy.count("messages") == before


def test_the_number_may_be_typed_below_as_well(chat: ChatPage) -> None:
    at_the_phone(chat).ask("614 555 0135")
    expect(chat.log.get_by_role("group", name="Choose a time")).to_be_visible()
    expect(chat.log.get_by_label("Your phone number")).to_have_count(0)


def test_times_stand_under_their_day(chat: ChatPage) -> None:
    at_the_time(chat)
    days = chat.log.get_by_role("group", name="Choose a time").get_by_role("group")
    expect(days).to_have_count(2)
    thursday = chat.log.get_by_role("group", name="Thursday, March 12")
    expect(thursday.get_by_role("button")).to_have_count(3)
    thursday.get_by_role("button", name="1 to 2 pm").click()
    expect(chat.log.get_by_role("group", name="Please check")).to_contain_text("Thursday, March 12 at 1 to 2 pm")


def test_a_time_may_be_typed_as_well(chat: ChatPage) -> None:
    at_the_time(chat).ask("friday at 2")
    expect(chat.log.get_by_role("group", name="Please check")).to_contain_text("friday at 2")


def test_each_line_of_the_read_back_can_be_changed(chat: ChatPage) -> None:
    at_the_read_back(chat)
    card = chat.log.get_by_role("group", name="Please check")
    expect(card.get_by_role("term")).to_have_text(["Name", "Phone", "Time"])
    change = card.get_by_role("button", name="Change Phone: 614 555 0135")
    expect(change).to_be_visible()
    change.click()
    expect(chat.log.get_by_label("Your phone number")).to_be_visible()
    expect(card.get_by_role("button")).to_have_count(0)
    expect(chat.own.last).to_contain_text("Change the number")


def test_the_reference_can_be_copied(chat: ChatPage) -> None:
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    booked(chat)
    chat.button("Copy").click()
    expect(chat.button("Copied")).to_be_visible()
    assert chat.page.evaluate("navigator.clipboard.readText()") == "K7WMQ2"


def test_the_reference_is_still_there_where_copying_is_not_allowed(chat: ChatPage) -> None:
    booked(chat)
    chat.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    chat.button("Copy").click()
    expect(chat.button("Could not copy")).to_be_visible()
    expect(chat.log).to_contain_text("K7WMQ2")


def test_the_call_goes_into_a_calendar(chat: ChatPage) -> None:
    booked(chat)
    with chat.page.expect_download() as saved:
        chat.button("Add to calendar").click()
    assert saved.value.suggested_filename == "K7WMQ2.ics"
    text = Path(saved.value.path()).read_text("utf-8")
    assert "DTSTART:20260311T140000Z" in text
    assert "Forge" not in text
    assert chat.violations() == []


def test_a_reload_does_not_offer_what_was_answered(chat: ChatPage) -> None:
    booked(chat)
    chat.page.reload()
    chat.open()
    expect(chat.log).to_contain_text("K7WMQ2")
    expect(chat.button("Copy")).to_be_visible()
    for gone in ("Use this number", "1 to 2 pm", "Yes, call me"):
        expect(chat.button(gone)).to_have_count(0)


def test_feedback_on_an_answer(chat: ChatPage, double: Double) -> None:
    chat.greeted().ask("what does it cost")
    row = chat.log.get_by_role("group", name="Was this helpful?")
    row.get_by_role("button", name="No").click()
    expect(row).to_have_text("Thank you.")
    assert [one.feedback for one in double.chats.values()][-1] == {3: False}


def test_feedback_that_did_not_get_through_can_be_given_again(chat: ChatPage, proxy: FaultyProxy, double: Double) -> None:
    chat.greeted().ask("what does it cost")
    row = chat.log.get_by_role("group", name="Was this helpful?")
    proxy.inject("unavailable", path="feedback")
    row.get_by_role("button", name="Yes").click()
    expect(row).to_contain_text("Not sent")
    row.get_by_role("button", name="Yes").click()
    expect(row).to_have_text("Thank you.")
    until(lambda: [one.feedback for one in double.chats.values()][-1] == {3: True})


def test_numbers_in_an_answer_can_be_tapped(chat: ChatPage) -> None:
    chat.greeted().ask("what does it cost")
    expect(chat.answers.last.get_by_role("link")).to_have_attribute("href", "tel:+18882247312")


def test_what_the_visitor_types_never_becomes_markup(chat: ChatPage) -> None:
    hostile = "<img src=x onerror=window.bad=1> [x](javascript:window.bad=1) **b** 988"
    chat.greeted().ask(hostile)
    assert chat.own.locator(".text").inner_text() == hostile
    assert chat.log.locator("img, script, [href^='javascript:']").count() == 0
    assert chat.page.evaluate("window.bad") is None
