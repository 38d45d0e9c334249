"""A callback in the chat: times and a phone field to tap, the read-back, the reference to keep; and feedback."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.booking import (
    AS_READ_BACK,
    TIME,
    at_the_phone,
    at_the_read_back,
    at_the_time,
    booked,
    phone_field,
    read_back,
    reference,
    times,
)
from tests.browser.chat_page import ChatPage
from tests.browser.faulty_proxy import FaultyProxy
from tests.browser.fixtures import NewChat
from tests.journeys.live import Live
from tests.journeys.stored import ratings


def test_the_phone_field_brings_the_right_keyboard(chat: ChatPage) -> None:
    field = phone_field(at_the_phone(chat))
    for name, value in {"type": "tel", "inputmode": "tel", "autocomplete": "tel"}.items():
        expect(field).to_have_attribute(name, value)


def test_a_number_that_is_too_short_is_explained(chat: ChatPage, proxy: FaultyProxy) -> None:
    field = phone_field(at_the_phone(chat))
    before = proxy.count("messages")
    field.fill("555 0135")
    field.press("Enter")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(field).to_be_focused()
    expect(field).to_have_accessible_description("Please enter a number with at least ten digits.")
    assert proxy.count("messages") == before


def test_the_number_may_be_typed_below_as_well(chat: ChatPage) -> None:
    at_the_phone(chat).ask("614 555 0135")
    expect(times(chat)).to_be_visible()
    expect(phone_field(chat)).to_have_count(0)


def test_a_time_is_one_tap(chat: ChatPage) -> None:
    at_the_time(chat)
    expect(times(chat).get_by_role("button")).to_have_count(6)
    expect(chat.offers).to_have_count(0)  # they stand in the card, and not twice
    times(chat).get_by_role("button").nth(2).click()
    expect(read_back(chat)).to_contain_text(AS_READ_BACK)


def test_a_time_may_be_typed_as_well(chat: ChatPage) -> None:
    at_the_time(chat).ask("friday at 2")
    expect(read_back(chat)).to_contain_text("Friday, March 13, between 2 pm and 3 pm")


def test_each_line_of_the_read_back_can_be_changed(chat: ChatPage) -> None:
    card = read_back(at_the_read_back(chat))
    expect(card.get_by_role("term")).to_have_text(["Name", "Number", "Time"])
    expect(card.get_by_role("button")).to_have_count(3)
    expect(chat.offers.filter(has_text="Change")).to_have_count(0)  # they stand in the card, and not twice
    card.get_by_role("button", name="Change Number: (614) 555-0135").click()
    expect(phone_field(chat)).to_be_visible()
    expect(card.get_by_role("button")).to_have_count(0)
    expect(chat.own.last).to_contain_text("Change the number")


@pytest.mark.parametrize("size", [(375, 667), (375, 400), (1280, 720)])  # a phone, the same above its keyboard, a desktop
def test_what_is_agreed_to_is_seen_from_its_top(new_chat: NewChat, size: tuple[int, int]) -> None:
    """What does not fit is cut off below: nobody may meet "Yes, call me" without the number that it agrees to."""
    chat = at_the_read_back(new_chat(viewport={"width": size[0], "height": size[1]}))
    for line in ("not given", "(614) 555-0135"):
        expect(read_back(chat).get_by_text(line, exact=True)).to_be_in_viewport(ratio=1)
    top = read_back(chat).evaluate("(one) => one.getBoundingClientRect().top")
    assert top >= chat.panel.locator(".top").evaluate("(one) => one.getBoundingClientRect().bottom")


def test_the_question_and_its_buttons_are_in_view(new_chat: NewChat) -> None:
    chat = at_the_read_back(new_chat(viewport={"width": 375, "height": 812}))
    expect(chat.answers.last.locator(".text")).to_be_in_viewport(ratio=1)
    expect(chat.button("Yes, call me")).to_be_in_viewport(ratio=1)
    expect(chat.button("No")).to_be_in_viewport(ratio=1)
    chat.choose("Yes, call me")
    expect(chat.answers.last).to_contain_text("voicemail")
    expect(chat.button("Yes")).to_be_in_viewport(ratio=1)


def test_the_eye_gets_the_details_once_and_a_screen_reader_all(chat: ChatPage) -> None:
    bubble = at_the_read_back(chat).answers.last
    expect(bubble.locator(".text")).not_to_contain_text("Please check")
    expect(bubble.locator(".text")).to_contain_text("A person makes the call")  # the consent words stay whole
    expect(bubble.locator(".vh", has_text="Please check")).to_contain_text(AS_READ_BACK)


def test_the_changes_stay_while_the_same_is_asked(chat: ChatPage) -> None:
    card = read_back(at_the_read_back(chat).ask("i guess"))
    expect(chat.answers.last).to_contain_text("clear yes")
    expect(card.get_by_role("button")).to_have_count(3)
    card.get_by_role("button", name="Change Number").click()
    expect(phone_field(chat)).to_be_visible()
    expect(card.get_by_role("button")).to_have_count(0)


def test_the_card_of_a_cancelled_call_says_so(chat: ChatPage) -> None:
    code = reference(booked(chat))
    chat.ask("cancel my callback")
    expect(chat.log.locator(".code")).to_have_text(f"{code} is cancelled")
    for gone in ("Copy", "Add to calendar"):
        expect(chat.button(gone)).to_have_count(0)


def test_the_reference_can_be_copied(chat: ChatPage, live: Live) -> None:
    chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    live.new_callbacks()
    booked(chat)
    chat.button("Copy").click()
    expect(chat.button("Copied")).to_be_visible()
    copied = chat.page.evaluate("navigator.clipboard.readText()")
    assert [row["reference"] for row in live.new_callbacks()] == [copied]


def test_the_reference_is_still_there_where_copying_is_not_allowed(chat: ChatPage) -> None:
    booked(chat)
    chat.page.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new Error('no')) }")
    chat.button("Copy").click()
    expect(chat.button("Could not copy")).to_be_visible()
    assert reference(chat)


def test_the_call_goes_into_a_calendar(chat: ChatPage) -> None:
    booked(chat)
    with chat.page.expect_download() as saved:
        chat.button("Add to calendar").click()
    assert saved.value.suggested_filename == f"{reference(chat)}.ics"
    text = Path(saved.value.path()).read_text("utf-8")
    assert "DTSTART:20260311T120000Z" in text
    assert "Forge" not in text
    assert chat.violations() == []


def test_a_reload_does_not_offer_what_was_answered(chat: ChatPage) -> None:
    code = reference(booked(chat))
    chat.page.reload()
    chat.open()
    expect(chat.log.locator(".code")).to_have_text(code)
    expect(chat.button("Copy")).to_be_visible()
    for gone in ("Use this number", TIME, "Yes, call me"):
        expect(chat.button(gone)).to_have_count(0)


def test_feedback_on_an_answer(chat: ChatPage, live: Live) -> None:
    chat.greeted().ask("what does it cost")
    row = chat.log.get_by_role("group", name="Was this helpful?")
    row.get_by_role("button", name="No").click()
    expect(row).to_have_text("Thank you.")
    assert ratings(live, chat.token) == {3: False}


def test_feedback_is_asked_under_answers_only(chat: ChatPage) -> None:
    chat.greeted().ask("what does it cost")
    expect(chat.log.locator(".feedback")).to_have_count(1)
    for said in ("thank you", "set up a call", "Dana"):
        chat.ask(said)
        expect(chat.log.locator(".feedback")).to_have_count(0)


def test_feedback_that_did_not_get_through_can_be_given_again(chat: ChatPage, proxy: FaultyProxy, live: Live) -> None:
    chat.greeted().ask("what does it cost")
    row = chat.log.get_by_role("group", name="Was this helpful?")
    proxy.inject("unavailable", path="feedback")
    row.get_by_role("button", name="Yes").click()
    expect(row).to_contain_text("Not sent")
    row.get_by_role("button", name="Yes").click()
    expect(row).to_have_text("Thank you.")
    assert ratings(live, chat.token) == {3: True}


def test_numbers_in_an_answer_can_be_tapped(chat: ChatPage) -> None:
    chat.greeted().ask("what does it cost")
    expect(chat.answers.last.get_by_role("link")).to_have_attribute("href", "tel:+18882247312")


def test_what_the_visitor_types_never_becomes_markup(chat: ChatPage) -> None:
    hostile = "<img src=x onerror=window.bad=1> [x](javascript:window.bad=1) **b** 988"
    chat.greeted().ask(hostile)
    assert chat.own.locator(".text").inner_text() == hostile
    assert chat.log.locator("img, script, [href^='javascript:']").count() == 0
    assert chat.page.evaluate("window.bad") is None
