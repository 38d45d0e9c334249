"""Measures systems side by side: all are up, and take turns under load, so that a noisy machine cannot favour one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Callable

from bench.speed.figures import around
from bench.speed.generator import Generator
from bench.speed.plan import POSITIONS, USERS, WARM_UP, WINDOW, Plan
from bench.speed.systems import System
from bench.speed.talk import CONVERSATION, conversations, long_conversation

FIRST_WORDS = "hello"
BEFORE = 6  # times that what is said often is said first, so that each process has heard it twice, after which it remembers
Tell = Callable[[str], None]


@dataclass
class Measured:
    """Of one system, over all rounds. Lists have one entry for each round, or for each slice where it says so."""

    starts: list[float] = field(default_factory=list)  # seconds to the first answer
    turns: list[list[float]] = field(default_factory=list)  # ms, by slice
    rates: list[float] = field(default_factory=list)  # messages a second, by slice
    often_turns: list[list[float]] = field(default_factory=list)  # ms, by round: of messages that come up again and again
    often_rates: list[float] = field(default_factory=list)  # messages a second, by round: of the same
    rush_turns: list[list[float]] = field(default_factory=list)  # ms, by slice
    single_rates: list[float] = field(default_factory=list)  # messages a second, by round: of ours as one process
    memory: list[dict[str, float]] = field(default_factory=list)  # MB, after `memory_after` messages
    memory_after: int = 0
    memory_at_end: list[dict[str, float]] = field(default_factory=list)
    messages_at_end: list[int] = field(default_factory=list)
    lengths: list[dict[int, float]] = field(default_factory=list)  # ms by position in a long conversation
    failed: int = 0  # messages without an answer under the load of many users
    silent: int = 0  # answered with nothing


class Bench:
    """Measures `systems` as the plan says, and `single`, ours as one process, by what it answers at 16 users; `tell` gets a line
    for everything that is done."""

    def __init__(self, generator: Generator, systems: list[System], single: System, plan: Plan, tell: Tell) -> None:
        self._generator, self._systems, self._single, self._plan, self._tell = generator, systems, single, plan, tell
        self.found = {system.name: Measured() for system in systems}

    def run(self) -> dict[str, Measured]:
        """Raises `LoadFailed` when a system does not answer, `StartFailed` when it does not start."""
        for number in range(self._plan.rounds):
            self._tell(f"Round {number + 1} of {self._plan.rounds}")
            order = self._systems if number % 2 == 0 else self._systems[::-1]
            try:
                for system in order:
                    self._start(system)
                self._one_user(order, number)
                for system in order:
                    self.found[system.name].memory.append(system.memory())
                    self.found[system.name].memory_after = system.messages
                self._many_users(order, number)
                self._one_process(number)
                for system in order:
                    self._long_conversation(system, number)
                    self.found[system.name].memory_at_end.append(system.memory())
                    self.found[system.name].messages_at_end.append(system.messages)
            finally:
                for system in order:
                    system.stop()
        return self.found

    def _first(self, system: System) -> float:
        started = system.start()
        told = self._generator.do("first", client=system.client, hosts=[system.host], started=started, text=FIRST_WORDS)
        return float(told["seconds"])

    def _start(self, system: System) -> None:
        seconds = self._first(system)
        self.found[system.name].starts.append(seconds)
        self._turns(system, conversations(WARM_UP, seed=0))
        self._tell(f"  {system.name}: first answer after {seconds:.1f} s")

    def _turns(self, system: System, texts: list[list[str]]) -> list[float]:
        done = self._generator.do("turns", client=system.client, hosts=[system.host], conversations=texts)
        system.messages += len(done["times"])
        self.found[system.name].silent += done["silent"]
        times: list[float] = done["times"]
        return times

    def _one_user(self, order: list[System], number: int) -> None:
        for piece in range(self._plan.slices):
            texts = conversations(self._plan.conversations, seed=100 * number + piece + 1)
            for system in order:
                self.found[system.name].turns.append(self._turns(system, texts))
        texts = conversations(self._plan.conversations, seed=100 * number, often=True)
        for system in order:
            self._turns(system, texts * BEFORE)
            self.found[system.name].often_turns.append(self._turns(system, texts))
        self._tell(f"  1 user: {self._plan.slices * self._plan.conversations * CONVERSATION} messages each")

    def _many_users(self, order: list[System], number: int) -> None:
        for piece in range(self._plan.slices):
            texts = conversations(40 * USERS, seed=1000 + 100 * number + piece)
            for system in order:
                found = self.found[system.name]
                done = self._crowd(system, texts)
                found.rates.append(len(done["times"]) / done["seconds"])
                found.rush_turns.append(done["times"])
        texts = conversations(40 * USERS, seed=1000 + 100 * number, often=True)
        for system in order:
            self._crowd(system, texts)  # so that they have come up before
            done = self._crowd(system, texts)
            self.found[system.name].often_rates.append(len(done["times"]) / done["seconds"])
        told = ", ".join(f"{system.name} {self.found[system.name].rates[-1]:.0f}" for system in order)
        self._tell(f"  {USERS} users, messages a second: {told}")

    def _one_process(self, number: int) -> None:
        try:
            self._first(self._single)
            for seed in (0, 1000 + 100 * number):  # the first warms it
                job = {"users": USERS, "seconds": self._plan.rush_seconds, "conversations": conversations(40 * USERS, seed)}
                done = self._generator.do("crowd", client=self._single.client, hosts=[self._single.host], **job)
        finally:
            self._single.stop()
        ours = self.found["ours"]
        ours.single_rates.append(len(done["times"]) / done["seconds"])
        ours.failed += len(done["failed"])
        self._tell(f"  {USERS} users, ours as one process: {ours.single_rates[-1]:.0f}")

    def _crowd(self, system: System, texts: list[list[str]]) -> dict[str, Any]:
        job = {"users": USERS, "seconds": self._plan.rush_seconds, "conversations": texts}
        done = self._generator.do("crowd", client=system.client, hosts=[system.host], **job)
        system.messages += len(done["times"])
        self.found[system.name].failed += len(done["failed"])
        self.found[system.name].silent += done["silent"]
        return done

    def _long_conversation(self, system: System, number: int) -> None:
        """Ours in every round; stock Rasa's turns grow so long that one has to do."""
        messages = {"ours": POSITIONS[-1], "stock": 0 if number else self._plan.stock_messages}.get(system.name, 0)
        if not messages:
            return
        times = self._turns(system, [long_conversation(messages, WINDOW, seed=number)])
        lengths = {position: around(times, position, WINDOW) for position in POSITIONS if position <= messages}
        self.found[system.name].lengths.append(lengths)
        self._tell(f"  {system.name}, ms at message " + ", ".join(f"{at}: {time:.0f}" for at, time in lengths.items()))
