"""The whole house: assistant, action server, notifier and database, each of which can be killed and started again."""

from __future__ import annotations

import os
import signal
from collections import Counter
from dataclasses import dataclass, field

from assistant.processes import Process, start_notifier
from tests.faults.write_lock import holder_of
from tests.journeys.live import Live
from tests.postgres import Postgres

ASSISTANT, ACTIONS, NOTIFIER, DATABASE = "assistant", "actions", "notifier", "database"
PROCESSES = (ASSISTANT, ACTIONS, NOTIFIER)


@dataclass
class House(Live):
    """`settings_of_staff`: how staff are told, from the environment. Without `postgres` the database is SQLite."""

    settings_of_staff: dict[str, str] = field(default_factory=dict)
    postgres: Postgres | None = None
    notifier: Process | None = None

    def __post_init__(self) -> None:
        self._url = self.postgres.fresh() if self.postgres else super().database
        self._starts: Counter[str] = Counter()
        shared = {"NOTIFIER_FOLDER": str(self.folder / "accepted"), **self.settings_of_staff}
        self._environment = {**super().environment(), **shared}

    @property
    def database(self) -> str:
        return self._url

    def environment(self) -> dict[str, str]:
        """Made once: a process that starts must not find its program half written."""
        return self._environment

    def start(self) -> House:
        super().start()
        self.start_notifier()
        return self

    def start_notifier(self) -> None:
        self.notifier = start_notifier(self.folder, ADMISSIONS_NOW=self.now, **self.environment())

    def kill(self, part: str) -> str | None:
        """SIGKILL a part and return which one has to be started again; None when there was nothing to kill.

        The SQLite database is no process: there, whoever is writing in it is killed, in the middle of that.
        """
        if part == DATABASE and self.postgres:
            self.postgres.kill()
            return DATABASE
        if part == DATABASE:
            pid = holder_of(self.folder / "journey.db")
            part = next((name for name in PROCESSES if pid and self._is_part(name, pid)), "")
        if not self.runs(part):
            return None
        getattr(self, part).stop(signal.SIGKILL)
        return part

    def runs(self, part: str) -> bool:
        """Whether its process is there; false for a database, of which this is not known."""
        process: Process | None = getattr(self, part) if part in PROCESSES else None
        return process is not None and process.running

    def start_again(self, part: str) -> None:
        """Raises `StartFailed`."""
        if part == DATABASE:
            assert self.postgres
            self.postgres.start_again()
            return
        self._starts[part] += 1
        log = self.folder / f"{part}.log"
        log.rename(self.folder / f"{part}-{self._starts[part]}.log")
        {ASSISTANT: self.start_assistant, ACTIONS: self.start_actions, NOTIFIER: self.start_notifier}[part]()

    def stop(self) -> None:
        super().stop()
        if self.notifier:
            self.notifier.stop()
        if self.postgres:
            self.postgres.drop(self._url)

    def _is_part(self, name: str, pid: int) -> bool:
        process: Process | None = getattr(self, name)
        try:
            return process is not None and os.getpgid(pid) == process.pid
        except ProcessLookupError:
            return False
