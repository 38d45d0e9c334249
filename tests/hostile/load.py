"""Sends odd inputs through a live assistant, several chats at a time, and measures what that does to it."""

from __future__ import annotations

import itertools
import json
import random
import threading
import time
import uuid
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.hostile.checks import MARKS, Found, check_answer, check_chat, check_reply
from tests.hostile.client import Line
from tests.hostile.inputs import Odd, odd_inputs
from tests.journeys.live import Live

CHAT_LENGTH = 18  # messages of one chat; the shipped limits allow 20 a minute
BOOKING_SHARE = 0.4  # of the chats are in the middle of booking a call, so that odd inputs become names, numbers and times
ANSWER_LIMIT = 10.0  # seconds
WARM_SHARE = 0.2  # of the inputs, after which memory must not grow any more
MOST_GROWTH = 0.08  # of that memory
_OPENING = ("please call me back", "Dana", "614 555 0123")


def resident(pid: int) -> float:
    """Memory of a process in MB."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise ProcessLookupError(pid)


@dataclass
class Load:
    """One run. `seconds` of each request; `memory` of the assistant by how many inputs had been sent."""

    live: Live
    inputs: int
    seed: int
    chats: int = 4
    found: Found = field(default_factory=Found)
    seconds: list[float] = field(default_factory=list)
    memory: dict[int, float] = field(default_factory=dict)

    def run(self) -> Load:
        self._lock, self._left = threading.Lock(), itertools.islice(odd_inputs(self.seed), self.inputs)
        threads = [
            threading.Thread(target=self._visit, args=(random.Random(self.seed * 1000 + place),)) for place in range(self.chats)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self._remember_memory()
        if slow := [each for each in self.seconds if each > ANSWER_LIMIT]:
            self.found.problems.append(f"{len(slow)} requests took over {ANSWER_LIMIT:.0f} s")
        return self

    def growth(self) -> float:
        """Of the assistant's memory from the 20 % mark to the end, as a share."""
        warm = next((mb for sent, mb in sorted(self.memory.items()) if sent >= self.inputs * WARM_SHARE), 0.0)
        return self.memory[max(self.memory)] / warm - 1 if warm else 0.0

    def _next(self, most: int) -> list[Odd]:
        with self._lock:
            return list(itertools.islice(self._left, most))

    def _visit(self, chance: random.Random) -> None:
        try:
            while batch := self._next(CHAT_LENGTH - len(_OPENING)):
                self._chat(batch, chance)
        except Exception as problem:  # told at the end; the other chats go on
            self.found.problems.append(f"a chat ended with {problem!r}")

    def _chat(self, batch: list[Odd], chance: random.Random) -> None:
        """One chat: its log is checked at the end, and then it is erased, as a visitor does who leaves no trace."""
        line = Line(self.live.port, self.live.visitor().address)
        try:
            line.token = line.ask("POST", "session", {"client_id": uuid.uuid4().hex})["token"]
            said: list[Odd] = []
            if chance.random() < BOOKING_SHARE:
                for text in _OPENING[: chance.randint(1, len(_OPENING))]:
                    line.ask("POST", "messages", {"id": str(uuid.uuid4()), "text": text})
                    said.append(Odd("proper", text=text))
            for odd in batch:
                self._one(line, odd, said)
            kept = line.ask("GET", "events?after=0&wait=0")["events"]
            with self._lock:
                check_chat(kept, said, self.found)
            line.ask("DELETE", "session")
        finally:
            line.close()

    def _one(self, line: Line, odd: Odd, said: list[Odd]) -> None:
        began = time.monotonic()
        reply = line.send(odd)
        took = time.monotonic() - began
        with self._lock:
            self.seconds.append(took)
            if len(self.seconds) % max(1, self.inputs // 100) == 0:
                self._remember_memory()
            events = check_reply(odd, reply, self.found)
            if events is not None:
                check_answer(odd, events, self.found)
                said.append(odd if odd.text is not None else replace(odd, text=json.loads(odd.body or b"")["text"]))
            elif odd.text is not None:
                self.found.wrong(f"a message was refused with {reply.status}", odd)

    def _remember_memory(self) -> None:
        assert self.live.assistant
        self.memory[len(self.seconds)] = resident(self.live.assistant.pid)


def in_logs(folder: Path) -> list[str]:
    """What the processes' logs must not hold: a word of a visitor, or a stack trace."""
    problems = []
    for file in sorted(folder.glob("*.log")):
        text = file.read_text("utf-8", "replace")
        problems += [
            f"{file.name} holds {number} {what}"
            for what, number in (
                ("words of visitors", len(set(MARKS.findall(text)))),
                ("stack traces", text.count("Traceback (most recent call last)")),
            )
            if number
        ]
    return problems
