"""The figures of a run."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from admissions.outbox import EMAIL, WEBHOOK
from tests.faults.run import Outcome

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
