"""What must hold of every reply and of every chat, whatever was sent."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from assistant.channel.address import API_ADDRESS
from assistant.channel.messages import readable_text
from assistant.channel.refusals import CODES
from tests.hostile.client import Reply
from tests.hostile.inputs import JSON, Odd

# What no answer may hold: a stack trace, or a piece of an input that would do something in a page, a template or a database.
LEAKS = re.compile(
    r"Traceback|File \"|\bline \d+, in |<\w+[ />]|</\w+>|onerror=|javascript:|\{\{|\$\{|\{\w*\}|<%|__\w+__|DROP TABLE|pg_sleep"
    r"|UNION|!!python|/restart|/intent|\[\[|[\ud800-\udfff\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]"
)
NO_BODY = ("HEAD", "OPTIONS")
MARKS = re.compile(r"q[0-9a-f]{12}z")
SHOWN = 120  # characters of an input in a problem


@dataclass
class Found:
    """`problems` is empty when all went well; the counters are for information."""

    problems: list[str] = field(default_factory=list)
    replies: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    answered: int = 0

    def wrong(self, what: str, odd: Odd) -> None:
        self.problems.append(
            f"{what}: {odd.kind}, {odd.method} {odd.path[:SHOWN]} {odd.headers} {odd.body[:SHOWN] if odd.body else ''!r}"
        )


def check_reply(odd: Odd, reply: Reply, found: Found) -> list[dict[str, Any]] | None:
    """The events that answer an accepted message, else None."""
    found.kinds[odd.kind] += 1
    found.replies[str(reply.status)] += 1
    if reply.status == 0:
        found.wrong("closed without an answer", odd)
        return None
    if reply.status >= 500:
        found.wrong(f"status {reply.status}", odd)
    if odd.method in NO_BODY:
        return None
    if reply.status >= 400 or odd.path.startswith(API_ADDRESS):
        return _check_json(odd, reply, found)
    return None


def _check_json(odd: Odd, reply: Reply, found: Found) -> list[dict[str, Any]] | None:
    try:
        content = reply.json()
    except ValueError:
        content = None
    if reply.kind != JSON or not isinstance(content, dict):
        found.wrong(f"status {reply.status} with {reply.kind} instead of JSON", odd)
        return None
    if reply.status >= 400:
        code = str(content.get("code"))
        found.replies[f"{reply.status} {code}"] += 1
        if CODES.get(code, (0,))[0] != reply.status:
            found.wrong(f"{reply.status} with the code {code}", odd)
        if leak := LEAKS.search(str(content.get("message"))):
            found.wrong(f"the refusal holds {leak.group()!r}", odd)
        return None
    if reply.status != 200 or "message_id" not in content:
        return None
    return [event for event in content["events"] if event["in_reply_to"] == content["message_id"]]


def check_answer(odd: Odd, events: list[dict[str, Any]], found: Found) -> None:
    """The answer to one message."""
    if not any(event["text"] or event["custom"].get("kind") not in ("talk", "answer", "slow", None) for event in events):
        found.wrong("no answer", odd)
        return
    found.answered += 1
    for event in events:
        said = " ".join([event["text"], *(str(reply) for reply in event["replies"])])
        if leak := LEAKS.search(event["text"]):
            found.wrong(f"the answer holds {leak.group()!r}, in {event['text'][:SHOWN]!r}", odd)
        if strange := set(MARKS.findall(said)) - {odd.mark}:
            found.wrong(f"the answer holds {strange} of somebody else", odd)


def check_chat(events: list[dict[str, Any]], said: list[Odd], found: Found) -> None:
    """The whole chat as the server keeps it: what was said, as it was said, in order, and nobody else's."""
    own = [event["text"] for event in events if event["custom"].get("kind") == "own"]
    wanted = [readable_text(odd.text) for odd in said if odd.text is not None]
    if own != wanted:
        at = next((place for place, (one, other) in enumerate(zip(own, wanted)) if one != other), min(len(own), len(wanted)))
        found.problems.append(
            f"kept {len(own)} messages of {len(wanted)}; the first difference: {own[at : at + 1]} {wanted[at : at + 1]}"
        )
    if [event["seq"] for event in events] != list(range(1, len(events) + 1)):
        found.problems.append("the numbers of the events have holes")
    marks = {mark for odd in said for mark in MARKS.findall(odd.mark)}
    if strange := set(MARKS.findall(str(events))) - marks:
        found.problems.append(f"{strange} is in somebody else's chat")
