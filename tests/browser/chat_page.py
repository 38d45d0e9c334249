"""The chat as a visitor meets it: what can be done and seen, by role and name."""

from __future__ import annotations

import json
import time
from typing import Any, Callable

from playwright.sync_api import Locator, Page, expect

expect.set_options(timeout=15_000)  # of a busy machine; what is there at once costs no time

WATCH_VIOLATIONS = """
window.__violations = [];
document.addEventListener('securitypolicyviolation', (event) => window.__violations.push(event.violatedDirective + ' ' + event.blockedURI));
"""


class ChatPage:
    """`requests` lists the URLs the page asked for, `errors` what its scripts threw."""

    def __init__(self, page: Page, origin: str) -> None:
        self.page = page
        self.origin = origin
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("pageerror", lambda error: self.errors.append(str(error)))
        page.add_init_script(WATCH_VIOLATIONS)

    def visit(self, path: str = "/chat/") -> ChatPage:
        self.page.goto(path)
        return self

    def show(self, html: str, path: str = "/a-page", headers: dict[str, str] | None = None) -> ChatPage:
        """Visit a page of our own making at the assistant's origin."""
        self.page.route(
            f"**{path}", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=headers or {})
        )
        return self.visit(path)

    # What there is

    @property
    def launcher(self) -> Locator:
        return self.page.locator("iop-chat .launcher")

    @property
    def panel(self) -> Locator:
        return self.page.locator("iop-chat").get_by_role("dialog")

    @property
    def input(self) -> Locator:
        return self.panel.locator(".composer textarea")

    @property
    def log(self) -> Locator:
        return self.panel.get_by_role("log")

    @property
    def own(self) -> Locator:
        return self.log.locator(".msg.own")

    @property
    def answers(self) -> Locator:
        return self.log.locator(".msg.theirs")

    @property
    def status(self) -> Locator:
        return self.panel.locator(".status")

    @property
    def help(self) -> Locator:
        return self.panel.get_by_role("region", name="Help right now")

    @property
    def offers(self) -> Locator:
        return self.log.get_by_role("group", name="Suggested replies").get_by_role("button")

    def button(self, name: str) -> Locator:
        return self.panel.get_by_role("button", name=name, exact=True)

    # What can be done

    def open(self) -> ChatPage:
        self.launcher.click()
        expect(self.input).to_be_focused()
        return self

    def greeted(self) -> ChatPage:
        """Open, with the greeting there."""
        self.open()
        expect(self.answers).to_have_count(1)
        return self

    def say(self, text: str) -> ChatPage:
        self.input.fill(text)
        self.input.press("Enter")
        return self

    def ask(self, text: str) -> ChatPage:
        """Say something and wait for the answer."""
        before = self.answers.count()
        self.say(text)
        expect(self.answers).not_to_have_count(before)
        return self

    def choose(self, name: str) -> ChatPage:
        """Press a button that an answer offers, and wait for the next answer."""
        before = self.answers.count()
        self.log.get_by_role("button", name=name, exact=True).first.click()
        expect(self.answers).not_to_have_count(before)
        return self

    # What can be seen

    def focused(self) -> str:
        """The tag or accessible name of what has the focus, inside the chat too."""
        return self.page.evaluate(
            """() => { let one = document.activeElement; while (one?.shadowRoot?.activeElement) one = one.shadowRoot.activeElement;
            return one?.getAttribute('aria-label') || one?.labels?.[0]?.textContent || one?.textContent?.trim() || one?.tagName }"""
        )

    def announced(self) -> dict[str, list[str]]:
        """What the live regions hold, by politeness, as the accessibility tree has it."""
        session = self.page.context.new_cdp_session(self.page)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        session.detach()
        by_id = {node["nodeId"]: node for node in nodes}

        def live(node: dict[str, Any]) -> str:
            return next((one["value"]["value"] for one in node.get("properties", []) if one["name"] == "live"), "")

        def texts(node: dict[str, Any]) -> list[str]:
            if node.get("role", {}).get("value") == "StaticText":
                return [node["name"]["value"]]
            return [text for child in node.get("childIds", []) if child in by_id for text in texts(by_id[child])]

        found: dict[str, list[str]] = {}
        for node in nodes:
            role = node.get("role", {}).get("value")
            if role in ("status", "alert", "log"):
                found.setdefault(live(node) or "off", []).extend(texts(node) if role != "log" else [])
        return found

    def violations(self) -> list[str]:
        return self.page.evaluate("window.__violations")

    def foreign(self) -> list[str]:
        return [url for url in self.requests if not url.startswith((self.origin + "/", "blob:", "data:"))]

    @property
    def token(self) -> str:
        return json.loads(self.kept()["iop-chat"])["token"]

    def kept(self) -> dict[str, str]:
        return self.page.evaluate("({...sessionStorage})")

    def offline(self, is_offline: bool) -> None:
        self.page.context.set_offline(is_offline)


def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait until something outside the page is so."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "It did not become so in time."
        time.sleep(0.05)
