"""A short run of `make faults`, on SQLite."""

from __future__ import annotations

from rich.console import Console

from tests.faults.house import ACTIONS, ASSISTANT, DATABASE, NOTIFIER
from tests.faults.printing import show
from tests.faults.run import Order, run

# Without aim or luck it is the database's turn often: whoever writes in it dies. The assistant takes long to come back.
WEIGHTS = {ASSISTANT: 0, ACTIONS: 2, NOTIFIER: 3, DATABASE: 2}


def test_no_booking_is_lost_doubled_or_told_twice_while_processes_are_killed() -> None:
    outcome = run(Order("sqlite", bookings=30, seed=1, weights=WEIGHTS, pauses=(0.5, 2.0), most_kills=8, hurry=True))
    show(outcome, Console())
    assert outcome.problems() == []
    assert len(outcome.told) == 30
    assert outcome.kills.total() >= 3
