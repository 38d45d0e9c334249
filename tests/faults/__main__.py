"""`make faults`: what must hold when things break, printed as figures; fails when anything was lost, doubled or told twice.

`network`: 1,000 messages in a browser over a network that loses, repeats and delays (tests/browser/faults.py). `sqlite` and
`postgresql`: bookings while the assistant, the action server, the notifier and the database are killed at random. `several`:
two assistants that share a PostgreSQL and a Redis, while either is killed, one of those stopped or frozen, the action server
frozen and the network cut. `disk`: two that share an SQLite file, while its disk fills up.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys

from rich.console import Console

from admissions.keyring import new_key
from assistant.processes import StartFailed
from tests.faults.crowd import crowd
from tests.faults.house import ACTIONS, ASSISTANT, DATABASE, NOTIFIER
from tests.faults.printing import show, show_weather
from tests.faults.run import Order, run

CROWDS = ("several", "disk")
RUNS = ("network", "sqlite", "postgresql", *CROWDS)
# As often as the others, though it takes 15 to 20 seconds to come back: about every 50 seconds, so that two thirds of the run have one.
WEIGHTS = dict.fromkeys((ASSISTANT, ACTIONS, NOTIFIER, DATABASE), 1)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="*", metavar="run", help=f"{', '.join(RUNS)}; all of them by default")
    parser.add_argument("--bookings", type=int, default=500)
    parser.add_argument("--visitors", type=int, default=5, help="who book at the same time")
    parser.add_argument("--minutes", type=float, default=60, help="after which no further visitor begins")
    parser.add_argument("--storm-minutes", type=float, default=8, help="of each run with two assistants")
    parser.add_argument("--only", default="", metavar="FAULT", help='of those with two assistants, such as "PostgreSQL frozen"')
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    if unknown := set(asked.runs) - set(RUNS):
        parser.error(f"there is no run {', '.join(sorted(unknown))}; there are {', '.join(RUNS)}")
    os.environ["ADMISSIONS_KEYS"] = new_key()
    failed = False
    for name in asked.runs or RUNS:
        if name == "network":
            failed |= bool(subprocess.call([sys.executable, "-m", "tests.browser.faults", "--seed", str(asked.seed)]))
            continue
        if name in CROWDS:
            weather = crowd(name, asked.storm_minutes, asked.visitors, asked.seed, asked.only)
            show_weather(weather, Console())
            failed |= bool(weather.problems())
            continue
        outcome = run(Order(name, asked.bookings, asked.seed, WEIGHTS, asked.visitors, asked.minutes))
        show(outcome, Console())
        failed |= bool(outcome.problems())
    return 1 if failed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StartFailed as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
