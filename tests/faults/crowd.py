"""One run of two assistants in a storm: visitors who ask and book all the while, and what came of each of their messages."""

from __future__ import annotations

import random
import shutil
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from admissions.callbacks.record import LIVE
from tests import redis_server
from tests.faults.chat import ChatLost
from tests.faults.disk import limited_disk
from tests.faults.findings import Findings, Told, compare_with_visitors
from tests.faults.moments import Moments
from tests.faults.pair import Pair
from tests.faults.run import NOW
from tests.faults.storm import Storm
from tests.faults.turnout import visit_all
from tests.faults.visitor import AREAS, Plan, book
from tests.faults.witness import Witness, examine
from tests.postgres import running

PATIENCE = 240  # seconds after which a visitor gives up
THINKING = 0.3  # seconds between two messages of one visitor
MOST_VISITORS = 100 * len(AREAS)  # so many numbers there are
QUESTIONS = 3


@dataclass
class Weather:
    """What one run found. Each list holds one line for everything that went wrong."""

    name: str
    seconds: float = 0.0
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="crowd-")))
    told: Told = field(default_factory=dict)
    tally: Counter[str] = field(default_factory=Counter)
    happened: Counter[str] = field(default_factory=Counter)
    waits: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    gave_up: list[str] = field(default_factory=list)
    findings: Findings = field(default_factory=Findings)

    def clean(self) -> None:
        if not self.problems():
            shutil.rmtree(self.folder, ignore_errors=True)

    def problems(self) -> list[str]:
        return [*self.gave_up, *self.mixed, *self.broken, *self.findings.all(), *self.late]


def crowd(name: str, minutes: float, visitors: int, seed: int, only: str = "") -> Weather:
    """`name`: "several" is on PostgreSQL and Redis, "disk" on an SQLite file on a disk that fills up. Raises `StartFailed`."""
    weather, began = Weather(name), time.monotonic()
    with ExitStack() as stack:
        stack.callback(weather.clean)
        postgres = stack.enter_context(running()) if name == "several" else None
        disk = None if postgres else stack.enter_context(limited_disk(weather.folder / "disk"))
        redis = stack.enter_context(redis_server.running()) if postgres else None
        house = Pair(weather.folder, NOW.isoformat(), postgres=postgres, disk=disk.folder if disk else None, redis=redis)
        stack.callback(house.stop)
        house.start()
        storm = Storm(house, random.Random(seed), disk, only)
        stack.callback(storm.stop)
        storm.start()
        there = _visit_all(house, weather, visitors, time.monotonic() + minutes * 60)
        storm.stop()
        weather.happened, weather.gave_up = storm.happened, weather.gave_up + storm.problems
        for plan, witness in there:
            broken, mixed = examine(plan, witness, weather.tally)
            weather.broken += broken
            weather.mixed += mixed
        live = {row["reference"]: row for row in house.callbacks() if row["status"] in LIVE}
        compare_with_visitors(weather.findings, weather.told, live)
    weather.seconds = time.monotonic() - began
    return weather


def _visit_all(house: Pair, weather: Weather, visitors: int, end: float) -> list[tuple[Plan, Witness]]:
    lock = threading.Lock()
    there: list[tuple[Plan, Witness]] = []

    def visit(number: int) -> None:
        tally: Counter[str] = Counter()
        plan, witness = Plan(number, NOW), Witness(house.visitor(), tally, time.monotonic() + PATIENCE, pause=THINKING)
        try:
            _one_visit(plan, witness, tally, weather)
        finally:
            with lock:
                there.append((plan, witness))
                weather.tally.update(tally)
                weather.waits += witness.waits
                weather.answers += witness.answers
                weather.late += [f"visitor {number} {line}" for line in witness.late]

    nothing = f"got no answer or no reference within {PATIENCE} seconds"
    weather.gave_up += visit_all(visitors, MOST_VISITORS, end, visit, nothing)
    return there


def _one_visit(plan: Plan, witness: Witness, tally: Counter[str], weather: Weather) -> None:
    weather.told[plan] = book(plan, witness, tally, Moments())
    for number in range(QUESTIONS):
        try:
            witness.say(f"how much is it, asked {plan.number}-{number}")
        except ChatLost:
            tally["chats lost"] += 1
            witness.open()
