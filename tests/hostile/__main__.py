"""Hostile load: `python -m tests.hostile` sends odd inputs through a live assistant and prints what came of it.

`--soak MINUTES --rate PER_SECOND` keeps up an ordinary load instead: memory and the time of an answer must stay flat.
Fails when anything that must not happen did.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from pathlib import Path

from rich.console import Console
from rich.table import Table

from admissions.keyring import new_key
from assistant.processes import StartFailed
from tests.hostile.load import MOST_GROWTH, WARM_SHARE, Load, in_logs
from tests.hostile.soak import Soak, quarters
from tests.journeys.live import NOW, Live

SHOWN = 30  # problems


def hostile(live: Live, inputs: int, seed: int) -> tuple[Table, list[str]]:
    began = time.monotonic()
    load = Load(live, inputs, seed).run()
    took, found, seconds = time.monotonic() - began, load.found, sorted(load.seconds)
    problems = [*found.problems, *in_logs(live.folder)]
    if load.growth() > MOST_GROWTH:
        problems.append(f"memory grew by {load.growth():.1%}; at most {MOST_GROWTH:.0%} are fine")
    table = Table(title=f"{inputs} odd inputs, seed {seed}, {took:.0f} s", show_header=False)
    table.add_row("kinds", ", ".join(f"{kind} {number}" for kind, number in found.kinds.most_common()))
    table.add_row("replies", ", ".join(f"{what}: {number}" for what, number in sorted(found.replies.items())))
    table.add_row("messages answered", str(found.answered))
    table.add_row(
        "time, ms",
        f"median {statistics.median(seconds) * 1000:.0f}, 99 % {seconds[int(len(seconds) * 0.99)] * 1000:.0f}, longest {seconds[-1] * 1000:.0f}",
    )
    first = next(mb for sent, mb in sorted(load.memory.items()) if sent >= inputs * WARM_SHARE)
    table.add_row(
        f"memory at {WARM_SHARE:.0%} and at the end, MB",
        f"{first:.0f}, {load.memory[max(load.memory)]:.0f} ({load.growth():+.1%})",
    )
    table.add_row("PROBLEMS", str(len(problems)))
    return table, problems


def soak(live: Live, minutes: float, rate: float) -> tuple[Table, list[str]]:
    run = Soak(live, minutes, rate).run()
    table = Table(title=f"{minutes:g} minutes at {rate:g} messages a second", show_header=False)
    times, memory = quarters([1000 * seconds for seconds in run.seconds]), quarters(run.memory)
    table.add_row("messages", str(len(run.seconds)))
    table.add_row(
        "median time by quarter, ms", " ".join(f"{each:.1f}" for each in times) + f" ({times[-1] / times[0]:.2f} times)"
    )
    table.add_row("memory by quarter, MB", " ".join(f"{each:.0f}" for each in memory) + f" ({memory[-1] / memory[0] - 1:+.1%})")
    problems = [*run.problems, *in_logs(live.folder)]
    table.add_row("PROBLEMS", str(len(problems)))
    return table, problems


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--soak", type=float, metavar="MINUTES")
    parser.add_argument("--rate", type=float, default=10, help="messages a second of the soak")
    asked = parser.parse_args()
    os.environ["ADMISSIONS_KEYS"] = new_key()
    live = Live(Path(tempfile.mkdtemp(prefix="hostile-")), NOW)
    try:
        live.start()
        table, problems = soak(live, asked.soak, asked.rate) if asked.soak else hostile(live, asked.inputs, asked.seed)
    finally:
        live.stop()
    console = Console()
    console.print(table)
    for problem in problems[:SHOWN]:
        console.print(problem, highlight=False, markup=False)
    if problems:
        console.print(f"The logs are in {live.folder}.", highlight=False)
    return 1 if problems else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except StartFailed as problem:
        print(problem, file=sys.stderr)
        sys.exit(1)
