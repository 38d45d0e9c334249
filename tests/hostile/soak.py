"""The same load for a long time: neither memory nor the time of an answer may grow."""

from __future__ import annotations

import itertools
import random
import statistics
import threading
import time
import uuid
from dataclasses import dataclass, field

from tests.hostile.client import Line
from tests.hostile.load import CHAT_LENGTH, resident
from tests.journeys.live import Live

SAID = (
    "how much is it", "what is an IOP", "can I keep my job", "do you take insurance", "when does it meet", "what about my son",
    "hello", "xyzzy plugh", "is it online", "tell me more", "who runs the groups", "do you give medicine", "thanks",
)  # fmt: skip
MOST_GROWTH = 0.10  # of memory, from the first quarter to the last
MOST_SLOWER = 1.3  # times
SAMPLE = 1.0  # seconds between two looks at memory


@dataclass
class Soak:
    """`rate`: messages a second, kept by as many visitors as that takes. `seconds` and `memory` are in the order they came."""

    live: Live
    minutes: float
    rate: float
    seconds: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def run(self) -> Soak:
        self._end, self._places = time.monotonic() + self.minutes * 60, itertools.count()
        self._began = time.monotonic()
        threads = [threading.Thread(target=self._visit, args=(random.Random(place),)) for place in range(max(2, int(self.rate)))]
        for thread in threads:
            thread.start()
        while time.monotonic() < self._end:
            assert self.live.assistant
            self.memory.append(resident(self.live.assistant.pid))
            time.sleep(SAMPLE)
        for thread in threads:
            thread.join()
        (first, *_, last), (before, *_, after) = quarters(self.seconds), quarters(self.memory)
        if last > first * MOST_SLOWER:
            self.problems.append(f"answers took {last / first:.2f} times as long at the end")
        if after > before * (1 + MOST_GROWTH):
            self.problems.append(f"memory grew by {after / before - 1:.1%}")
        return self

    def _visit(self, chance: random.Random) -> None:
        try:
            while time.monotonic() < self._end:
                self._chat(chance)
        except Exception as problem:
            self.problems.append(f"a visitor ended with {problem!r}")

    def _chat(self, chance: random.Random) -> None:
        line = Line(self.live.port, self.live.visitor().address)
        line.token = line.ask("POST", "session", {"client_id": uuid.uuid4().hex})["token"]
        for _ in range(CHAT_LENGTH):
            due = self._began + next(self._places) / self.rate
            if due > self._end:
                break
            time.sleep(max(0.0, due - time.monotonic()))
            began = time.monotonic()
            if not line.ask("POST", "messages", {"id": str(uuid.uuid4()), "text": chance.choice(SAID)})["events"]:
                self.problems.append("a message got no answer")
            self.seconds.append(time.monotonic() - began)
        line.ask("DELETE", "session")
        line.close()


def quarters(figures: list[float]) -> list[float]:
    """The median of each: what only fills up, as what is remembered, grows in the first ones, a leak in all."""
    size = max(1, len(figures) // 4)
    return [statistics.median(figures[place * size :][:size]) for place in range(3)] + [statistics.median(figures[-size:])]
