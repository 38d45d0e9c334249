"""Many messages over a network that loses, repeats and delays, with reloads in between: each must be answered exactly once.

`python -m tests.browser.faults` (also `make faults`) prints what went wrong on the way and what came of it, and fails if a message was
lost or answered twice. It drives the real widget in a real browser against the stand-in, or against `--target`, a running assistant.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field

from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser.browser import ARGUMENTS, find_or_install
from tests.browser.chat_page import ChatPage
from tests.browser.double import Double
from tests.browser.faulty_proxy import FaultyProxy

VISITORS = 8
RELOAD_SHARE = 0.05
PATIENCE = 300  # seconds for the last message to arrive


@dataclass
class Visitor:
    """One tab. `said` is what was typed, in order."""

    chat: ChatPage
    said: list[str] = field(default_factory=list)
    reloads: int = 0

    @classmethod
    def enter(cls, context: BrowserContext, origin: str) -> Visitor:
        visitor = cls(ChatPage(context.new_page(), origin).visit())
        visitor.chat.open()
        return visitor

    def say(self, text: str) -> None:
        self.said.append(text)
        self.chat.say(text)

    def reload(self) -> None:
        self.reloads += 1
        self.chat.page.reload()
        self.chat.open()

    def push(self) -> bool:
        """Press "Try again" where the widget gave up. Says whether all is delivered."""
        for again in self.chat.log.get_by_role("button", name="Try again").all():
            again.click()
        return '"outbox":[{' not in self.chat.kept().get("iop-chat", "")

    def events(self, origin: str) -> list[dict]:
        """The whole chat as the server keeps it."""
        token = json.loads(self.chat.kept()["iop-chat"])["token"]
        url = f"{origin}/webhooks/chat/v1/events?after=0"
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})
        with urllib.request.urlopen(request, timeout=40) as answer:
            return json.load(answer)["events"]


def problems(said: list[str], events: list[dict]) -> list[str]:
    """What is wrong with one chat: messages lost, doubled, out of order or without an answer."""
    own = [event for event in events if (event.get("custom") or {}).get("kind") == "own"]
    counts = Counter(event["text"] for event in own)
    answered = {event.get("in_reply_to") for event in events}
    found = [f"lost: {text}" for text in said if not counts[text]]
    found += [f"{count} times: {text}" for text, count in counts.items() if count > 1]
    found += [f"not answered: {event['text']}" for event in own if event["custom"]["message_id"] not in answered]
    if not found and [event["text"] for event in own] != said:
        found.append("out of order")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--share", type=float, default=0.3, help="of the chat's requests that go wrong")
    parser.add_argument("--target", help="address of a running assistant, such as http://127.0.0.1:5005")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    chance, began = random.Random(asked.seed), time.monotonic()
    double: Double | None = None if asked.target else Double().start()
    target = double.url if double else asked.target
    proxy = FaultyProxy(target).start()
    found: list[str] = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_or_install(), args=ARGUMENTS)
        contexts = [browser.new_context(base_url=proxy.url) for _ in range(VISITORS)]
        visitors = [Visitor.enter(context, proxy.url) for context in contexts]
        proxy.at_random(asked.share, asked.seed)
        for number in range(asked.messages):
            visitor = visitors[number % VISITORS]
            visitor.say(f"how much is it, asked {number}")
            if chance.random() < RELOAD_SHARE:
                visitor.reload()
        end = time.monotonic() + PATIENCE
        while not all(visitor.push() for visitor in visitors) and time.monotonic() < end:
            time.sleep(0.5)
        proxy.heal()
        for visitor in visitors:
            found += problems(visitor.said, visitor.events(target))
        reloads = sum(visitor.reloads for visitor in visitors)
        browser.close()
    print("\n".join(found[:20]))
    print(f"{dict(proxy.happened)} and {reloads} reloads on {proxy.count('/v1/')} requests, in {time.monotonic() - began:.0f} s")
    print(f"{asked.messages} messages: {asked.messages - len(found)} answered exactly once and in order, {len(found)} problems.")
    proxy.stop()
    if double:
        double.stop()
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
