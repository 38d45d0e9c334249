"""Many messages over a network that loses, repeats and delays, with reloads in between: each must be answered exactly once.

`python -m tests.browser.faults` (also `make faults`) starts the assistant, drives the real widget in a real browser, prints what
went wrong on the way and what came of it, and fails if a message was lost or answered twice.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
import urllib.request
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, sync_playwright

from tests.browser.browser import ARGUMENTS, find_or_install
from tests.browser.chat_page import ChatPage
from tests.browser.faulty_proxy import FaultyProxy
from tests.journeys.live import NOW, Live

VISITORS = 8
RELOAD_SHARE = 0.05
PATIENCE = 600  # seconds for the last message to arrive
# Nobody types so fast. The limits have tests of their own.
NO_LIMITS = dict.fromkeys(
    ("messages_per_conversation", "messages_per_address", "requests_per_address", "sessions_per_address"), 10**6
)


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

    def done(self) -> bool:
        """Whether all is delivered. Nobody presses "Try again": it must come to that by itself."""
        return '"outbox":[{' not in self.chat.kept().get("iop-chat", "")

    def events(self, origin: str) -> list[dict[str, Any]]:
        """The whole chat as the server keeps it."""
        url = f"{origin}/webhooks/chat/v1/events?after=0"
        request = urllib.request.Request(url, headers={"Authorization": f"Bearer {self.chat.token}"})
        with urllib.request.urlopen(request, timeout=40) as answer:
            return json.load(answer)["events"]

    def shown(self) -> list[str]:
        """What the visitor sees of their own messages."""
        return self.chat.own.locator(".text").all_inner_texts()


@dataclass
class Trial:
    """What came of it; `problems` is empty when every message was answered exactly once."""

    problems: list[str]
    reloads: int


def problems(said: list[str], events: list[dict[str, Any]]) -> list[str]:
    """What is wrong with one chat: messages lost, doubled, out of order or without an answer."""
    own = [event for event in events if event["custom"].get("kind") == "own"]
    counts = Counter(event["text"] for event in own)
    answered = Counter(event["in_reply_to"] for event in events)
    found = [f"lost: {text}" for text in said if not counts[text]]
    found += [f"{count} times: {text}" for text, count in counts.items() if count > 1]
    for event in own:
        if (times := answered[event["custom"]["message_id"]]) != 1:  # none of these questions has an answer in two parts
            found.append(f"{times} answers: {event['text']}")
    if not found and [event["text"] for event in own] != said:
        found.append("out of order")
    return found


def trial(contexts: list[BrowserContext], proxy: FaultyProxy, messages: int, share: float, seed: int) -> Trial:
    """Say so many messages, in turn in each context, while a `share` of the chat's requests goes wrong."""
    chance = random.Random(seed)
    visitors = [Visitor.enter(context, proxy.url) for context in contexts]
    proxy.at_random(share, seed)
    for number in range(messages):
        visitor = visitors[number % len(visitors)]
        visitor.say(f"how much is it, asked {number}")
        if chance.random() < RELOAD_SHARE:
            visitor.reload()
    end = time.monotonic() + PATIENCE
    while sum(visitor.done() for visitor in visitors) < len(visitors) and time.monotonic() < end:
        visitors[0].chat.page.wait_for_timeout(200)
    proxy.heal()
    found: list[str] = []
    for visitor in visitors:
        found += problems(visitor.said, visitor.events(proxy.target))
        if (shown := visitor.shown()) != visitor.said:
            found.append(f"on the screen: {shown}; said: {visitor.said}")
    return Trial(found, sum(visitor.reloads for visitor in visitors))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1000)
    parser.add_argument("--share", type=float, default=0.3, help="of the chat's requests that go wrong")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    live = Live(Path(tempfile.mkdtemp()), NOW, settings=NO_LIMITS)
    try:
        proxy = FaultyProxy(live.start().origin).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_or_install(), args=ARGUMENTS)
            contexts = [browser.new_context(base_url=proxy.url) for _ in range(VISITORS)]
            began = time.monotonic()
            result = trial(contexts, proxy, asked.messages, asked.share, asked.seed)
            took = time.monotonic() - began
            browser.close()
    finally:
        live.stop()
    print("\n".join(result.problems[:20]))
    print(f"{dict(proxy.happened)} and {result.reloads} reloads on {proxy.count('/v1/')} requests, in {took:.0f} s")
    print(f"{asked.messages} messages: {len(result.problems)} lost, doubled, unanswered or out of order.")
    proxy.stop()
    return 1 if result.problems else 0


if __name__ == "__main__":
    sys.exit(main())
