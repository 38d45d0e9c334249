"""Two assistants on two cores against one on one core, with every conversation checked.

Both assistants run all the time, each pinned to a core of its own; the idle one does nothing. With one at work, everything
else that takes part (database, action server, load generator) is confined to its core too; with two, to both cores. So the
ratio tells what a second core of the same kind is worth, whatever else it has to carry.
"""

from __future__ import annotations

import os
import statistics
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Iterator

from bench.speed.figures import median_ratio
from bench.speed.generator import Generator
from bench.speed.machine import pin
from bench.speed.measure import FIRST_WORDS, Tell
from bench.speed.plan import USERS, Plan
from bench.speed.systems import System, action_server, ours
from bench.speed.talk import about_relatives


class OneCore(RuntimeError):
    """The machine has only one core."""


@dataclass
class Two:
    """`database`: what both share. Of all runs: `conversations` held, `broken` ones and what was wrong with them."""

    database: str
    spread: str
    cores: list[int]
    rates: dict[str, list[float]] = field(default_factory=lambda: {"one": [], "two": []})
    load_share: dict[str, list[float]] = field(default_factory=lambda: {"one": [], "two": []})  # of a core, by the load generator
    conversations: int = 0
    messages: int = 0
    broken: int = 0
    problems: list[str] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        return median_ratio(self.rates["two"], self.rates["one"])

    def as_dict(self) -> dict[str, Any]:
        return {
            **self.__dict__,
            "rate": {name: statistics.median(rates) for name, rates in self.rates.items()},
            "ratio": self.ratio,
        }


def _shared_database(stack: ExitStack, folder: Path, tell: Tell) -> tuple[str, str, list[int]]:
    """Its URL, its kind and the processes that are it: a real PostgreSQL, or SQLite where none starts."""
    try:
        from tests.postgres import running

        postgres = stack.enter_context(running())
    except Exception as problem:  # whatever keeps a database server from starting on somebody's machine
        tell(f"  PostgreSQL does not start here ({type(problem).__name__}), so both share a SQLite file")
        return f"sqlite:///{folder / 'shared.db'}", "SQLite", []
    return postgres.fresh(), "PostgreSQL", [int((postgres.folder / "postmaster.pid").read_text().split()[0])]


def measure(generator: Generator, folder: Path, plan: Plan, every_message: bool, tell: Tell) -> Two:
    """Raises `OneCore`, `LoadFailed`, `StartFailed`."""
    cores = sorted(os.sched_getaffinity(0))[:2]
    if len(cores) < 2:
        raise OneCore("Two assistants need two cores, and this machine has one.")
    with ExitStack() as stack:
        url, kind, beside = _shared_database(stack, folder, tell)
        port, actions = stack.enter_context(action_server(folder, DATABASE_URL=url))
        beside.append(actions.pid)
        found = Two(kind, "every message in turn" if every_message else "whole conversations in turn", cores)
        pair = [ours(folder / name, url, name, processes=1) for name in ("first", "second")]
        for system, core in zip(pair, cores):
            stack.callback(system.stop)
            system.action_port = port
            _start(generator, system, core, tell)
        for number in range(plan.two_rounds):
            for name, hosts, allowed in _setups(pair, cores, number):
                for pid in beside:
                    pin(pid, allowed)
                done = generator.do(
                    "intact",
                    client="chat",
                    hosts=hosts,
                    cores=allowed,
                    users=USERS,
                    every_message=every_message,
                    conversations=about_relatives(plan.two_conversations, seed=number),
                )
                _note(found, name, done)
            tell(
                f"  messages a second: one {found.rates['one'][-1]:.0f}, two {found.rates['two'][-1]:.0f}; broken: {found.broken}"
            )
    return found


def _start(generator: Generator, system: System, core: int, tell: Tell) -> None:
    started = system.start()
    assert system.process
    pin(system.process.pid, [core])
    first = generator.do("first", client="chat", hosts=[system.host], started=started, text=FIRST_WORDS)
    pin(system.process.pid, [core])  # what it has started since
    tell(f"  the {system.name} assistant, on core {core}: first answer after {first['seconds']:.1f} s")


def _setups(pair: list[System], cores: list[int], number: int) -> Iterator[tuple[str, list[str], list[int]]]:
    """One and two, in turn which is first; and in turn which of the pair is the one."""
    one = ("one", [pair[number % 2].host], [cores[number % 2]])
    two = ("two", [system.host for system in pair], cores)
    yield from (one, two) if number % 2 == 0 else (two, one)


def _note(found: Two, name: str, done: dict[str, Any]) -> None:
    found.rates[name].append(len(done["times"]) / done["seconds"])
    found.load_share[name].append(done["load_processor_seconds"] / done["seconds"])
    found.conversations += done["conversations"]
    found.messages += len(done["times"])
    found.broken += done["broken"]
    found.problems += [*done["failed"], *done["problems"]]
