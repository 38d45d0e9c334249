"""Two assistants behind a balancer, with one action server, one notifier and one database between them, on cables that can be cut."""

from __future__ import annotations

import signal
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from sqlalchemy.engine import make_url

from assistant.ports import LOOPBACK, free_port
from assistant.processes import ROOT, Process, start_actions, start_assistant, wait_until_answers
from assistant.redis_url import REDIS_VARIABLE
from tests.faults.balancer import Balancer
from tests.faults.cable import Cable, End
from tests.faults.house import ACTIONS, ASSISTANT, House
from tests.journeys.live import START_LIMIT
from tests.redis_server import RedisServer

SECOND = "second"
ASSISTANTS = (ASSISTANT, SECOND)


def remember_together() -> bool:
    """Whether assistants share what they remember of conversations. Rasa's default keeps it in each process."""
    return "tracker_store" in yaml.safe_load((ROOT / "endpoints.yml").read_text("utf-8"))


@dataclass
class Pair(House):
    """`disk`: where the SQLite database lies, if not in `folder`. With `redis` they settle there who answers, as several machines do."""

    second: Process | None = None
    second_port: int = field(default_factory=free_port)
    disk: Path | None = None
    redis: RedisServer | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        self.cables: list[Cable] = []
        self._ports = {ASSISTANT: self.port, SECOND: self.second_port}
        self._databases = {part: self._cable_to_database(part) for part in (*ASSISTANTS, ACTIONS)}
        self._action_cables = {part: self._cable(f"{part} to actions", End(self.action_port)) for part in ASSISTANTS}
        self._locks = {part: self._cable_to_redis(part) for part in ASSISTANTS} if self.redis else {}
        self.balancer = Balancer([*self._ports.values()], sticky=not remember_together())

    @property
    def database(self) -> str:
        return f"sqlite:///{self.disk / 'journey.db'}" if self.disk else super().database

    @property
    def origin(self) -> str:
        return self.balancer.url

    def start(self) -> Pair:
        self.balancer.start()
        super().start()
        return self

    def start_actions(self) -> None:
        settings = {**self.environment(), "DATABASE_URL": self._databases[ACTIONS]}
        self.actions = start_actions(self.action_port, self.folder, ADMISSIONS_NOW=self.now, **settings)
        wait_until_answers(self.actions, f"http://{LOOPBACK}:{self.action_port}/health", START_LIMIT)

    def start_assistant(self) -> None:
        """Both, one after the other, so that the schema is made once."""
        for part in ASSISTANTS:
            self.start_one(part)

    def start_one(self, part: str) -> None:
        """Raises `StartFailed`."""
        self._starts[part] += 1
        folder = self.folder / f"{part}-{self._starts[part]}"
        settings = {**self.environment(), "DATABASE_URL": self._databases[part], **self._locks.get(part, {})}
        process = start_assistant(
            self._ports[part],
            self._action_cables[part].port,
            folder,
            credentials=self.credentials(),
            models=self.models,
            **settings,
        )
        setattr(self, part, process)
        wait_until_answers(process, f"http://{LOOPBACK}:{self._ports[part]}/webhooks/chat/v1/health", START_LIMIT)

    def kill_one(self, part: str) -> None:
        process: Process = getattr(self, part)
        process.stop(signal.SIGKILL)

    def pids(self) -> list[int]:
        """Of all that write into the database."""
        return [process.pid for process in (self.assistant, self.second, self.actions, self.notifier) if process]

    def stop(self) -> None:
        for cable in self.cables:
            cable.remove()
        if self.second:
            self.second.stop()
        super().stop()
        self.balancer.stop()

    def _cable(self, name: str, to: End) -> Cable:
        self.cables.append(Cable(name, to))
        return self.cables[-1]

    def _cable_to_database(self, part: str) -> str:
        """The database's URL over a cable of that process; a file needs none."""
        if self.postgres is None:
            return self.database
        url = make_url(self.database)
        cable = self._cable(f"{part} to database", End(file=Path(str(url.query["host"])) / ".s.PGSQL.5432"))
        return url.set(host=LOOPBACK, port=cable.port, query={}).render_as_string(hide_password=False)

    def _cable_to_redis(self, part: str) -> dict[str, str]:
        assert self.redis
        cable = self._cable(f"{part} to Redis", End(self.redis.port))
        return {REDIS_VARIABLE: f"redis://{LOOPBACK}:{cable.port}/0"}
