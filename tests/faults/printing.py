"""The figures of a run."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from admissions.outbox import EMAIL, WEBHOOK
from tests.faults.crowd import Weather
from tests.faults.run import Outcome
from tests.faults.witness import ANSWER_LIMIT

SHOWN = 20  # problems


def show(outcome: Outcome, console: Console) -> None:
    found, tally = outcome.findings, outcome.tally
    kills = ", ".join(f"{part} {number}" for part, number in sorted(outcome.kills.items()))
    order = outcome.order
    table = Table(title=f"Bookings on {order.database}, seed {order.seed}, {outcome.seconds:.0f} s", show_header=False)
    for what, figure in (
        ("told that they are booked", f"{len(outcome.told)} of {order.bookings} visitors"),
        ("killed with SIGKILL", f"{outcome.kills.total()} times: {kills}"),
        ("messages, and sent again", f"{tally['messages']}, {tally['sent again']}"),
        ("answers that were an error", tally["answers that were an error"]),
        ("begun again in the middle: the assistant had forgotten it", tally["begun again"]),
        ("chats that no token opened any more", tally["chats lost"]),
        ("e-mails, and repeats with the same Message-ID", f"{found.effects[EMAIL]}, {found.repeats[EMAIL]}"),
        ("webhooks, and repeats with the same key", f"{found.effects[WEBHOOK]}, {found.repeats[WEBHOOK]}"),
        ("LOST after being told", len(found.lost)),
        ("WRONG number or time", len(found.wrong)),
        ("DOUBLED", len(found.doubled)),
        ("NOT NOTIFIED", len(found.not_notified)),
        ("NOTIFIED TWICE", len(found.notified_twice)),
        ("GAVE UP, or could not go on", len(outcome.gave_up)),
    ):
        table.add_row(what, str(figure))
    console.print(table)
    for problem in outcome.problems()[:SHOWN]:
        console.print(problem, highlight=False)
    if outcome.problems():
        console.print(f"The logs are in {outcome.folder}.", highlight=False)


def show_weather(weather: Weather, console: Console) -> None:
    waits, tally = sorted(weather.waits) or [0.0], weather.tally
    table = Table(title=f"Two assistants, {weather.name}, {weather.seconds:.0f} s", show_header=False)
    for what, figure in (
        ("what happened", ", ".join(f"{fault} {number}" for fault, number in sorted(weather.happened.items()))),
        ("visitors told that they are booked", len(weather.told)),
        ("messages, and sent again", f"{tally['messages']}, {tally['sent again']}"),
        ("answers that were an error with the helpline", tally["answers that were an error"]),
        ("begun again in the middle: the assistant had forgotten it", tally["begun again"]),
        ("chats that no token opened any more", tally["chats lost"]),
        (
            "until an answer or the helpline, s",
            f"median {waits[len(waits) // 2]:.2f}, 99 % {waits[int(len(waits) * 0.99)]:.1f}, longest {waits[-1]:.1f}",
        ),
        ("until the answer itself, s", f"longest {max(weather.answers, default=0.0):.1f}"),
        (f"LATE, after {ANSWER_LIMIT:.0f} s", len(weather.late)),
        ("LOST or doubled in the chat's log", len(weather.broken)),
        ("MIXED with another visitor's", len(weather.mixed)),
        ("bookings LOST after being told", len(weather.findings.lost)),
        ("bookings WRONG or DOUBLED", len(weather.findings.wrong) + len(weather.findings.doubled)),
        ("GAVE UP, or could not go on", len(weather.gave_up)),
    ):
        table.add_row(what, str(figure))
    console.print(table)
    for problem in weather.problems()[:SHOWN]:
        console.print(problem, highlight=False, markup=False)
    if weather.problems():
        console.print(f"The logs are in {weather.folder}.", highlight=False)
