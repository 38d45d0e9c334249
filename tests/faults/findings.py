"""What came of the bookings: compares what visitors were told, what is stored, and what staff were told."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Iterable

import sqlalchemy as sa

from admissions.callbacks.record import LIVE
from admissions.outbox import BOOKED, EMAIL, SENT, WEBHOOK
from tests.faults.desk import Desk
from tests.faults.visitor import Plan

Told = dict[Plan, str]  # the reference that each visitor was given


@dataclass
class Findings:
    """Each list holds one line for everything that went wrong; the counters are for information."""

    lost: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    not_notified: list[str] = field(default_factory=list)
    notified_twice: list[str] = field(default_factory=list)
    repeats: Counter[str] = field(default_factory=Counter)
    effects: Counter[str] = field(default_factory=Counter)

    def all(self) -> list[str]:
        return [*self.lost, *self.wrong, *self.doubled, *self.not_notified, *self.notified_twice]


def notices(url: str) -> list[tuple[str, str, int, str, str]]:
    """Reference, channel, sequence, event and state of everything in the outbox."""
    engine = sa.create_engine(url)
    try:
        with engine.connect() as connection:
            columns = "SELECT reference, channel, sequence, event, state FROM outbox"
            return [tuple(row) for row in connection.execute(sa.text(columns))]
    finally:
        engine.dispose()


def compare(told: Told, rows: list[dict[str, Any]], outbox: Iterable[tuple[str, str, int, str, str]], desk: Desk) -> Findings:
    found = Findings()
    live = {row["reference"]: row for row in rows if row["status"] in LIVE}
    compare_with_visitors(found, told, live)
    _compare_with_staff(found, live, list(outbox), desk)
    return found


def compare_with_visitors(found: Findings, told: Told, live: dict[str, dict[str, Any]]) -> None:
    for plan, reference in told.items():
        row = live.get(reference)
        if row is None:
            found.lost.append(f"{reference} was told to visitor {plan.number} and is not there")
        elif row["phone_e164"] != f"+1{plan.digits}" or datetime.fromisoformat(row["window_start"]) != plan.start:
            found.wrong.append(f"{reference} has another number or time than visitor {plan.number} gave")
    phones = defaultdict(list)
    for reference, row in live.items():
        phones[row["phone_e164"]].append(reference)
    found.doubled += [f"one number has {' and '.join(same)}" for same in phones.values() if len(same) > 1]


def _compare_with_staff(
    found: Findings, live: dict[str, dict[str, Any]], outbox: list[tuple[str, str, int, str, str]], desk: Desk
) -> None:
    """A notice is told once if it arrived under its own key, however often; it is told twice if two keys tell the same."""
    arrived = {EMAIL: desk.mails(), WEBHOOK: desk.posts()}
    for channel, counts in arrived.items():
        due = {
            f"{reference}-{sequence}-{channel}".upper(): (reference, event, state)
            for reference, each, sequence, event, state in outbox
            if each == channel
        }
        found.effects[channel] = len(counts)
        found.repeats[channel] = counts.total() - len(counts)
        found.not_notified += [
            f"{key} is {state}, arrived {counts[key]} times"
            for key, (_, _, state) in due.items()
            if state != SENT or not counts[key]
        ]
        found.notified_twice += [f"{key} arrived and is no notice" for key in counts if key not in due]
        bookings = Counter(reference for reference, event, _ in due.values() if event == BOOKED)
        found.not_notified += [f"{reference} has no notice for the {channel}" for reference in live if not bookings[reference]]
        found.notified_twice += [
            f"{reference} is booked {n} times for the {channel}" for reference, n in bookings.items() if n > 1
        ]
    for key, body in desk.told().items():
        row = live.get(body["reference"])
        if row and body["event"] == BOOKED and body["phone_e164"] != row["phone_e164"]:
            found.wrong.append(f"{key} tells another number than is stored")
