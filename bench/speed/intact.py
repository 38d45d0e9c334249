"""Whether a conversation is whole: each message answered exactly once, in order, in its own conversation."""

from __future__ import annotations

import re
from typing import Any

from bench.speed.talk import RELATIONS

Events = list[dict[str, Any]]


def problems(sent: list[tuple[str, str]], answered: list[Events], replayed: Events, relation: str) -> list[str]:
    """What is wrong with one conversation, as sentences without a word of it.

    `sent`: id and text of each message; `answered`: what came back at once for each; `replayed`: the whole log as the server
    tells it afterwards; `relation`: of whom its last answer must speak.
    """
    found = []
    own = [(event["custom"].get("message_id"), event["text"]) for event in replayed if event["custom"].get("kind") == "own"]
    if own != sent:
        found.append(f"{len(sent)} messages were sent, and the log holds {len(own)} of them or holds them in another order")
    numbers = [event["seq"] for event in replayed]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))) if numbers else True:
        found.append("its events are not numbered one by one")
    for (message_id, _), events in zip(sent, answered):
        logged = [
            event["seq"] for event in replayed if event["in_reply_to"] == message_id and event["custom"].get("kind") != "own"
        ]
        if not logged:
            found.append("a message has no answer in the log")
        if logged != [event["seq"] for event in events]:
            found.append("a message has other answers in the log than it got")
    order = [event["in_reply_to"] for event in replayed if event["in_reply_to"] and event["custom"].get("kind") != "own"]
    if list(dict.fromkeys(order)) != [message_id for message_id, _ in sent]:
        found.append("its answers stand in another order than its messages")
    last = " ".join(event["text"] for event in answered[-1]) if answered else ""
    named = {name for name in RELATIONS if re.search(rf"\b{name}\b", last)}
    if named != {relation}:
        found.append("its last answer does not know for whom it asks" if not named else "its last answer speaks of somebody else")
    return found
