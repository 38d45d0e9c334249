"""One run: a house, visitors who book in it, a killer, staff who are told, and what came of it."""

from __future__ import annotations

import random
import shutil
import signal
import tempfile
import threading
import time
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from admissions.outbox import FAILED, SENDING, SENT
from tests.faults.chat import Chat
from tests.faults.desk import Desk, desk
from tests.faults.findings import Findings, Told, compare, notices
from tests.faults.house import House
from tests.faults.killer import Killer
from tests.faults.moments import Moments
from tests.faults.turnout import visit_all
from tests.faults.visitor import Plan, book
from tests.postgres import running

NOW = datetime.fromisoformat("2026-03-10T14:00:00-04:00")  # where the clock of the callbacks stands, a Tuesday
PATIENCE = 300  # seconds after which a visitor gives up
DRAIN_LIMIT = 240  # seconds; a lease that a dead notifier left takes 60


@dataclass(frozen=True)
class Order:
    """What to run. `minutes`: no visitor begins after them. `hurry`: leases that dead notifiers left are ended at the end, so that
    nobody waits a minute for them."""

    database: str
    bookings: int
    seed: int
    weights: dict[str, int]
    visitors: int = 5
    minutes: float = 60
    pauses: tuple[float, float] = (4.0, 12.0)
    most_kills: int | None = None
    hurry: bool = False


@dataclass
class Outcome:
    """`folder` holds the logs; it stays when something went wrong."""

    order: Order
    folder: Path = field(default_factory=lambda: Path(tempfile.mkdtemp(prefix="faults-")))
    told: Told = field(default_factory=dict)
    gave_up: list[str] = field(default_factory=list)
    tally: Counter[str] = field(default_factory=Counter)
    kills: Counter[str] = field(default_factory=Counter)
    findings: Findings = field(default_factory=Findings)
    seconds: float = 0.0

    def clean(self) -> None:
        if not self.problems():
            shutil.rmtree(self.folder, ignore_errors=True)

    def problems(self) -> list[str]:
        return [*self.gave_up, *self.findings.all()]


def run(order: Order) -> Outcome:
    """Raises `StartFailed` when the house does not come up at all."""
    outcome, moments, began = Outcome(order), Moments(), time.monotonic()
    with ExitStack() as stack:
        stack.callback(outcome.clean)
        postgres = stack.enter_context(running()) if order.database == "postgresql" else None
        staff = stack.enter_context(desk(moments))
        house = House(outcome.folder, NOW.isoformat(), settings_of_staff=staff.settings, postgres=postgres)
        stack.callback(house.stop)
        house.start()
        killer = Killer(house, moments, random.Random(order.seed), order.pauses, order.weights, order.most_kills)
        stack.callback(killer.stop)
        killer.start()
        _book_all(order, house, moments, outcome, began + order.minutes * 60)
        killer.stop()
        outcome.kills = killer.kills
        outcome.gave_up += killer.problems
        if order.hurry:
            _end_leases(house)
        _drain(house, staff)
        outcome.findings = compare(outcome.told, house.callbacks(), notices(house.database), staff)
    outcome.seconds = time.monotonic() - began
    return outcome


def _book_all(order: Order, house: House, moments: Moments, outcome: Outcome, last_begin: float) -> None:
    lock = threading.Lock()

    def visit(number: int) -> None:
        tally: Counter[str] = Counter()
        plan = Plan(number, NOW)
        try:
            reference = book(plan, Chat(house.visitor(), tally, time.monotonic() + PATIENCE), tally, moments)
            outcome.told[plan] = reference
        finally:
            with lock:
                outcome.tally.update(tally)

    nothing = f"got no reference within {PATIENCE} seconds"
    outcome.gave_up += visit_all(order.visitors, order.bookings, last_begin, visit, nothing)


def _end_leases(house: House) -> None:
    """As if a minute had passed since the last notifier died."""
    assert house.notifier
    house.notifier.stop(signal.SIGKILL)
    engine = sa.create_engine(house.database)
    with engine.begin() as connection:
        connection.execute(sa.text("UPDATE outbox SET lease_until = '2000' WHERE state = :sending"), {"sending": SENDING})
    engine.dispose()
    house.start_notifier()


def _drain(house: House, staff: Desk) -> None:
    """Wait until staff have been told of everything, or for as long as that may take."""
    end = time.monotonic() + DRAIN_LIMIT
    while time.monotonic() < end and any(state not in (SENT, FAILED) for *_, state in notices(house.database)):
        time.sleep(0.5)
