"""A visitor who remembers everything: what was said, how long each answer took, and whether the chat is whole in the end."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from admissions.program import program
from tests.faults.chat import Chat, ChatLost, Events
from tests.faults.visitor import NAMES, Plan

# At a chat until it is whole, and seconds between them: an assistant that is cut off may have a whole chat in memory, and writes it
# down within seconds of the database's return.
LOOKS, LOOK_AGAIN = 24, 0.5
ANSWER_LIMIT = 10.0  # seconds until every message has an answer or the helpline
PHONE = re.compile(r"(?<!such as )\(?\b(\d{3})\)?[ -](\d{3})[ -](\d{4})")
ASKED = re.compile(r"\basked (\d+)-\d+")


@dataclass
class Session:
    """One token, and what was said with it, by the id of each message, in order."""

    token: str
    said: dict[str, str] = field(default_factory=dict)
    received: list[dict[str, Any]] = field(default_factory=list)


@dataclass
class Witness(Chat):
    """`waits`: seconds of each message until an answer, or words with the helpline, whichever came first; `late`: a line for each
    that took longer than `ANSWER_LIMIT`. `answers`: until the answer itself. `pause`: seconds before each message."""

    pause: float = 0.0
    waits: list[float] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    _heard: float = 1.0

    def open(self) -> None:
        super().open()
        self.sessions.append(Session(self.browser.token))

    def say(self, text: str) -> Events:
        time.sleep(self.pause)
        began, self._heard = time.monotonic(), 0.0
        try:
            events = super().say(text)
            self.answers.append(time.monotonic() - began)
            return events
        except ChatLost:
            self.sessions[-1].said.popitem()  # it was refused
            raise
        finally:
            self.waits.append(wait := (self._heard or time.monotonic()) - began)
            if wait > ANSWER_LIMIT:
                self.late.append(f"waited {wait:.1f} s, until {datetime.now():%H:%M:%S}, after {text!r}")

    def _request(self, method: str, path: str, body: Any = None) -> tuple[int, Any]:
        if path == "messages":
            self.sessions[-1].said[body["id"]] = body["text"]
        status, answer = super()._request(method, path, body)
        if path != "session" and not self._heard and _helps(answer):
            self._heard = time.monotonic()
        if status == 200 and self.sessions:
            self.sessions[-1].received += answer.get("events", [])
        return status, answer


def _helps(answer: Any) -> bool:
    events = (answer or {}).get("events") or []
    return any(event["in_reply_to"] for event in events) or program().helpline in str((answer or {}).get("message"))


def examine(plan: Plan, witness: Witness, tally: Counter[str]) -> tuple[list[str], list[str]]:
    """What of the visitor's chats is not as it was said, and what in them is of somebody else."""
    broken: list[str] = []
    mixed: list[str] = []
    for session in witness.sessions:
        witness.browser.token = session.token
        for _ in range(LOOKS):  # what an assistant kept in memory is written down once it is asked for
            status, answer = witness._request("GET", "events?after=0&wait=0")
            problems = [f"status {status}"] if status != 200 else _not_whole(session, answer["events"])
            if not problems:
                break
            time.sleep(LOOK_AGAIN)
        if status == 401:
            tally["chats lost"] += 1
        broken += [f"visitor {plan.number}: {problem}" for problem in problems]
        events = [*session.received, *(answer["events"] if status == 200 else [])]
        mixed += [f"visitor {plan.number}: {what}" for what in sorted(_of_others(plan, events))]
    return broken, mixed


def _not_whole(session: Session, events: Events) -> list[str]:
    own = [event for event in events if event["custom"].get("kind") == "own"]
    kept = [event["custom"]["message_id"] for event in own]
    answered = {event["in_reply_to"] for event in events if event["custom"].get("kind") not in ("own", "slow")}
    problems = [f"lost: {text}" for id_, text in session.said.items() if id_ not in kept]
    problems += [f"{count} times: {session.said.get(id_)}" for id_, count in Counter(kept).items() if count > 1]
    problems += [f"not answered: {text}" for id_, text in session.said.items() if id_ in kept and id_ not in answered]
    problems += [f"changed: {event['text']}" for event in own if session.said.get(event["custom"]["message_id"]) != event["text"]]
    if not problems and kept != [*session.said]:
        numbers = {event["custom"]["message_id"]: event["seq"] for event in own}
        problems.append("out of order: " + ", ".join(f"{numbers[id_]} {text!r}" for id_, text in session.said.items()))
    return problems


def _of_others(plan: Plan, events: Events) -> set[str]:
    found: set[str] = set()
    for event in events:
        text = event["text"]
        found |= {
            f"number {number}"
            for match in PHONE.finditer(text)
            if _fictional(number := "".join(match.groups())) and number != plan.digits
        }
        found |= {f"question of {number}" for number in ASKED.findall(text) if int(number) != plan.number}
        found |= {f"name {name}" for name in NAMES if name != plan.name and re.search(rf"\b{name}\b", text)}
    return found


def _fictional(number: str) -> bool:
    return number[3:8] == "55501"
