"""One fault after the other, drawn at random: each begins, lasts a while, ends, and leaves the house whole before the next."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from contextlib import contextmanager
from typing import Callable, ContextManager, Iterator

from assistant.processes import StartFailed
from tests.faults.disk import RationedDisk, SmallDisk
from tests.faults.pair import ASSISTANTS, Pair

DATABASE_AWAY = 20.0  # seconds
REDIS_AWAY = 15.0
ACTIONS_FROZEN = 15.0
CUT = 15.0
DISK_FULL = 15.0
LONGEST_DEAD = 2.0  # at most, until an assistant that was killed is started again
PAUSES = (3.0, 8.0)
Fault = Callable[[], ContextManager[None]]


class Storm(threading.Thread):
    """`happened` counts the faults; `problems` holds what did not come back. `only`: the faults whose names begin so."""

    def __init__(self, house: Pair, chance: random.Random, disk: SmallDisk | RationedDisk | None, only: str = "") -> None:
        super().__init__(daemon=True)
        self.happened: Counter[str] = Counter()
        self.problems: list[str] = []
        self._house, self._chance, self._disk = house, chance, disk
        self._over = threading.Event()
        self._only = only

    def faults(self) -> dict[str, Fault]:
        common: dict[str, Fault] = {"assistant killed": self._dead_assistant, "action server frozen": self._frozen_actions}
        if self._disk:
            return {**common, f"disk full ({self._disk.how})": self._full_disk}
        return {
            **common,
            "PostgreSQL stopped": self._stopped_database,
            "PostgreSQL frozen": self._frozen_database,
            "Redis stopped": self._stopped_redis,
            "Redis frozen": self._frozen_redis,
            "network cut": self._cut_cable,
        }

    def run(self) -> None:
        faults = {name: fault for name, fault in self.faults().items() if name.startswith(self._only)}
        waiting: list[str] = []
        while faults and not self._over.wait(self._chance.uniform(*PAUSES)):
            if not waiting:  # each once, in an order of its own, so that a short run has them all
                waiting = self._chance.sample([*faults], len(faults))
            name = waiting.pop()
            self.happened[name] += 1
            try:
                with faults[name]():
                    pass
            except (StartFailed, OSError, subprocess.SubprocessError) as problem:
                self.problems.append(f"{name}: {problem}")
                return

    def stop(self) -> None:
        """Until the last fault is over."""
        self._over.set()
        if self.ident:
            self.join()

    @contextmanager
    def _dead_assistant(self) -> Iterator[None]:
        part = self._chance.choice(ASSISTANTS)
        self._house.kill_one(part)
        time.sleep(self._chance.uniform(0, LONGEST_DEAD))
        yield
        self._house.start_one(part)

    @contextmanager
    def _frozen_actions(self) -> Iterator[None]:
        assert self._house.actions
        group = self._house.actions.pid
        with _meanwhile(lambda: os.killpg(group, signal.SIGSTOP), lambda: os.killpg(group, signal.SIGCONT), ACTIONS_FROZEN):
            yield

    @contextmanager
    def _stopped_database(self) -> Iterator[None]:
        assert self._house.postgres
        with _meanwhile(self._house.postgres.kill, self._house.postgres.start_again, DATABASE_AWAY):
            yield

    @contextmanager
    def _frozen_database(self) -> Iterator[None]:
        assert self._house.postgres
        with _meanwhile(self._house.postgres.freeze, self._house.postgres.thaw, DATABASE_AWAY):
            yield

    @contextmanager
    def _stopped_redis(self) -> Iterator[None]:
        assert self._house.redis
        with _meanwhile(self._house.redis.stop, self._house.redis.start, REDIS_AWAY):
            yield

    @contextmanager
    def _frozen_redis(self) -> Iterator[None]:
        assert self._house.redis
        with _meanwhile(self._house.redis.freeze, self._house.redis.thaw, REDIS_AWAY):
            yield

    @contextmanager
    def _cut_cable(self) -> Iterator[None]:
        cable = self._chance.choice(self._house.cables)
        self.happened[f"network cut, {cable.name}"] += 1
        with _meanwhile(cable.cut, cable.mend, CUT):
            yield

    @contextmanager
    def _full_disk(self) -> Iterator[None]:
        assert (disk := self._disk)
        with _meanwhile(lambda: disk.fill(self._house.pids()), disk.clear, DISK_FULL):
            yield


@contextmanager
def _meanwhile(begin: Callable[[], None], end: Callable[[], None], seconds: float) -> Iterator[None]:
    begin()
    try:
        time.sleep(seconds)
        yield
    finally:
        end()
