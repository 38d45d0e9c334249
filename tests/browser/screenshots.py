"""Makes the pictures of the chat in docs/images: `python -m tests.browser.screenshots`."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Callable

from playwright.sync_api import expect, sync_playwright

from tests.browser.booking import TIME
from tests.browser.browser import ARGUMENTS, find_or_install
from tests.browser.chat_page import ChatPage
from tests.journeys.live import NOW, Live

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
PHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 1.5, "has_touch": True, "is_mobile": True}
DESKTOP = {"viewport": {"width": 1280, "height": 800}}
SMALL = {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 1.5}


def answered(chat: ChatPage) -> None:
    chat.greeted().ask("what does it cost")


def choosing(chat: ChatPage) -> None:
    chat.greeted().ask("Set up a call").ask("Dana").ask("614 555 0135")


def checking(chat: ChatPage) -> None:
    choosing(chat)
    chat.choose(TIME)


def kept(chat: ChatPage) -> None:
    checking(chat)
    chat.choose("Yes, call me")


def crisis(chat: ChatPage) -> None:
    chat.greeted().ask("I want to kill myself")


def unreachable(chat: ChatPage) -> None:
    answered(chat)
    chat.offline(True)
    expect(chat.status).to_contain_text("cannot reach")
    chat.say("can I keep my job")


PICTURES: dict[str, tuple[Callable[[ChatPage], None], dict[str, Any]]] = {
    "chat-desktop": (answered, DESKTOP),
    "chat-desktop-dark": (answered, {**DESKTOP, "color_scheme": "dark"}),
    "chat-phone": (answered, PHONE),
    "chat-phone-time": (choosing, PHONE),
    "chat-phone-check": (checking, PHONE),
    "chat-phone-booked": (kept, PHONE),
    "chat-phone-crisis": (crisis, PHONE),
    "chat-phone-offline": (unreachable, {**PHONE, "color_scheme": "dark"}),
    "chat-small": (answered, SMALL),
}


def main() -> None:
    live = Live(Path(tempfile.mkdtemp()), NOW)
    try:
        origin = live.start().origin
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_or_install(), args=ARGUMENTS)
            for name, (scene, options) in PICTURES.items():
                context = browser.new_context(base_url=origin, reduced_motion="reduce", **options)
                chat = ChatPage(context.new_page(), origin).visit()
                scene(chat)
                chat.page.wait_for_timeout(400)
                chat.page.screenshot(path=IMAGES / f"{name}.png")
                context.close()
            browser.close()
    finally:
        live.stop()


if __name__ == "__main__":
    main()
