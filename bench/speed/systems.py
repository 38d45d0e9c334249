"""The systems that are measured, each started as a visitor's server would be and stopped again."""

from __future__ import annotations

import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Callable, Iterator

import psutil
import yaml

from assistant import several
from assistant.ports import LOOPBACK, free_port
from assistant.processes import CREDENTIALS, Process, start_actions, start_assistant, wait_until_answers

UNLIMITED = 10**9  # in place of the channel's limits, which would turn a load generator away
LIMITED = ("messages_per_", "requests_per_", "sessions_per_", "polls")
MEGABYTE = 1e6

Start = Callable[[int, int, Path], Process]


@dataclass
class System:
    """One server. `client` is the protocol it speaks (clients.py); `begin` starts it on a port, with the action server's."""

    name: str
    client: str
    folder: Path
    begin: Start
    action_port: int = 0
    port: int = field(default_factory=free_port)
    process: Process | None = None
    messages: int = 0  # answered since it started

    @property
    def host(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def start(self) -> float:
        """Returns the moment of its start by `time.monotonic`, without waiting until it answers."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self.messages, started = 0, time.monotonic()
        self.process = self.begin(self.port, self.action_port, self.folder)
        return started

    def stop(self) -> None:
        if self.process:
            self.process.stop()

    def memory(self) -> dict[str, float]:
        """Megabytes of its process and all it started: `rss` as ps shows it, `pss` with shared pages counted once."""
        assert self.process
        parent = psutil.Process(self.process.pid)
        infos = [process.memory_full_info() for process in (parent, *parent.children(recursive=True))]
        return {"rss": sum(info.rss for info in infos) / MEGABYTE, "pss": sum(info.pss for info in infos) / MEGABYTE}


def ours(folder: Path, database: str | None = None, name: str = "ours", processes: int | None = None) -> System:
    """This assistant as it is shipped, only its limits raised. `database` is a URL; by default SQLite in `folder`. `processes`
    is by default what it takes itself on this machine."""

    def begin(port: int, action_port: int, folder: Path) -> Process:
        url, count = database or f"sqlite:///{folder / 'admissions.db'}", str(processes or several.usual())
        limits = unlimited(folder)
        return start_assistant(port, action_port, folder, credentials=limits, DATABASE_URL=url, ASSISTANT_PROCESSES=count)

    return System(name, "chat", folder, begin)


def unlimited(folder: Path) -> Path:
    """The shipped credentials without limits on how often somebody may ask, as a file in `folder`."""
    credentials: dict[str, dict[str, Any]] = yaml.safe_load(CREDENTIALS.read_text("utf-8"))
    for settings in credentials.values():
        settings.update({line: UNLIMITED for line in settings if line.startswith(LIMITED)})
    file = folder / "credentials.yml"
    file.write_text(yaml.safe_dump(credentials), "utf-8")
    return file


def stock(folder: Path, model: Path) -> System:
    """Stock Rasa with its REST channel and its SQL tracker store on SQLite."""

    def begin(port: int, action_port: int, folder: Path) -> Process:
        endpoints = {
            "action_endpoint": {"url": f"http://{LOOPBACK}:{action_port}/webhook"},
            "tracker_store": {"type": "SQL", "dialect": "sqlite", "db": str(folder / "rasa.db")},
        }
        (folder / "endpoints.yml").write_text(yaml.safe_dump(endpoints), "utf-8")
        (folder / "credentials.yml").write_text("rest:\n", "utf-8")
        command = [sys.executable, "-m", "rasa", "run", "--port", str(port), "--interface", LOOPBACK, "--model", str(model)]
        command += ["--endpoints", str(folder / "endpoints.yml"), "--credentials", str(folder / "credentials.yml")]
        return Process("stock", command, {}, folder)

    return System("stock", "rest", folder, begin)


def floor(folder: Path) -> System:
    """Rasa's web server with a handler that does nothing: what no assistant on it can beat."""

    def begin(port: int, _: int, folder: Path) -> Process:
        return Process("floor", [sys.executable, "-m", "bench.speed.empty", str(port)], {}, folder)

    return System("floor", "rest", folder, begin)


@contextmanager
def action_server(folder: Path, **environment: str) -> Iterator[tuple[int, Process]]:
    """The action server that all systems use: its port and its process."""
    port = free_port()
    process = start_actions(port, folder, **environment)
    try:
        wait_until_answers(process, f"http://{LOOPBACK}:{port}/health")
        yield port, process
    finally:
        process.stop()
