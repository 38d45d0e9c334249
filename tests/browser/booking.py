"""The steps of a callback, as someone takes them who taps what is offered."""

from __future__ import annotations

from playwright.sync_api import Locator

from tests.browser.chat_page import ChatPage

TIME = "Tomorrow, 8 am to noon"
AS_READ_BACK = "Wednesday, March 11, between 8 am and noon Eastern time"


def phone_field(chat: ChatPage) -> Locator:
    return chat.log.get_by_label("Your phone number")


def times(chat: ChatPage) -> Locator:
    return chat.log.get_by_role("group", name="Choose a time")


def read_back(chat: ChatPage) -> Locator:
    return chat.log.get_by_role("group", name="Please check")


def reference(chat: ChatPage) -> str:
    return chat.log.locator(".code").inner_text()


def at_the_phone(chat: ChatPage) -> ChatPage:
    return chat.greeted().choose("Set up a call").choose("Skip")


def at_the_time(chat: ChatPage) -> ChatPage:
    phone_field(at_the_phone(chat)).fill("614 555 0135")
    return chat.choose("Use this number")


def at_the_read_back(chat: ChatPage) -> ChatPage:
    return at_the_time(chat).choose(TIME)


def booked(chat: ChatPage) -> ChatPage:
    return at_the_read_back(chat).choose("Yes, call me")
