"""Kills one part of the house after the other with SIGKILL and starts it again, now at any time, now at the worst one."""

from __future__ import annotations

import random
import subprocess
import threading
import time
from collections import Counter

from assistant.processes import StartFailed
from tests.faults.house import ACTIONS, ASSISTANT, DATABASE, NOTIFIER, House
from tests.faults.moments import DELIVERY, YES, Moments

WORST = {ASSISTANT: YES, ACTIONS: YES, DATABASE: YES, NOTIFIER: DELIVERY}
SHARE_AIMED = 0.6  # of the kills wait for the worst moment of that part
AIM_FOR = 4.0  # seconds at most
AFTER_IT = 0.15  # seconds at most between that moment and the kill: a turn, or a delivery, takes about so long
TRIES = 3  # at starting a part, which may be killed while it starts
LONGEST_AWAY = 1.5  # seconds at most until it is started again


class Killer(threading.Thread):
    """`pauses`: the shortest and the longest time between two kills, in seconds. `weights`: how often each part is chosen.
    `most`: after so many kills it is enough."""

    def __init__(
        self,
        house: House,
        moments: Moments,
        chance: random.Random,
        pauses: tuple[float, float],
        weights: dict[str, int],
        most: int | None,
    ) -> None:
        super().__init__(daemon=True)
        self._most = most
        self.kills: Counter[str] = Counter()
        self.problems: list[str] = []
        self._house, self._moments, self._chance, self._pauses, self._weights = house, moments, chance, pauses, weights
        self._over = threading.Event()
        self._away: dict[str, threading.Thread] = {}

    def run(self) -> None:
        while not self._over.wait(self._chance.uniform(*self._pauses)):
            up = [part for part in self._weights if part not in self._away or not self._away[part].is_alive()]
            if self.kills.total() == self._most:
                return
            if up:
                self._kill(self._chance.choices(up, [self._weights[part] for part in up])[0])

    def stop(self) -> None:
        """Kill nothing more, and wait until everything is up."""
        self._over.set()
        self.join()
        for starting in self._away.values():
            starting.join()

    def _kill(self, part: str) -> None:
        if self._chance.random() < SHARE_AIMED and self._moments.wait_for(WORST[part], AIM_FOR):
            time.sleep(self._chance.uniform(0, AFTER_IT))
        killed = self._house.kill(part)
        if killed is None:
            return
        self.kills[part] += 1
        arguments = (killed, self._chance.uniform(0, LONGEST_AWAY), self._away.get(killed))
        self._away[killed] = threading.Thread(target=self._start_again, args=arguments)
        self._away[killed].start()

    def _start_again(self, part: str, pause: float, before: threading.Thread | None) -> None:
        """`before`: who started it before, and may still be at it if it was killed at that."""
        time.sleep(pause)
        if before:
            before.join()
        problem: Exception | None = None
        for _ in range(TRIES):
            if self._house.runs(part):
                return
            try:
                self._house.start_again(part)
                return
            except (StartFailed, OSError, subprocess.SubprocessError) as failed:
                problem = failed
                if part != DATABASE:
                    self._house.kill(part)
        self.problems.append(f"the {part} did not start again: {problem}")
        self._over.set()
