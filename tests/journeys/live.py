"""A live assistant with its own action server and database, as visitors meet it."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import urllib.error
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.ports import LOOPBACK, free_port
from assistant.processes import ROOT, Process, start_actions, start_assistant, wait_until_answers

_numbers = itertools.count(1)


@dataclass
class Live:
    """The processes of one assistant. `actions` can be stopped and started again while the assistant runs on."""

    folder: Path
    now: str
    port: int = field(default_factory=free_port)
    action_port: int = field(default_factory=free_port)
    assistant: Process | None = None
    actions: Process | None = None
    seen: set[str] = field(default_factory=set)

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'journey.db'}"

    def start(self) -> Live:
        self.start_actions()
        self.assistant = start_assistant(self.port, self.action_port, self.folder, DATABASE_URL=self.database)
        wait_until_answers(self.assistant, f"http://{LOOPBACK}:{self.port}/")
        return self

    def start_actions(self) -> None:
        environment = {"DATABASE_URL": self.database, "ADMISSIONS_NOW": self.now}
        self.actions = start_actions(self.action_port, self.folder, **environment)
        wait_until_answers(self.actions, f"http://{LOOPBACK}:{self.action_port}/health")

    def set_clock(self, now: str) -> None:
        """Only the action server reads the clock, so only it starts again."""
        if now != self.now:
            self.now = now
            assert self.actions
            self.actions.stop()
            self.start_actions()

    def stop(self) -> None:
        for process in (self.assistant, self.actions):
            if process:
                process.stop()

    def visitor(self) -> Visitor:
        return Visitor(self, f"visitor-{next(_numbers)}-{os.getpid()}")

    def callbacks(self) -> list[dict[str, Any]]:
        """What `python -m admissions callbacks export` prints."""
        printed = subprocess.run(
            [sys.executable, "-m", "admissions", "callbacks", "export", "--format", "json"],
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": self.database, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(printed.stdout)

    def new_callbacks(self) -> list[dict[str, Any]]:
        """The callbacks booked since this was last asked."""
        fresh = [row for row in self.callbacks() if row["reference"] not in self.seen]
        self.seen.update(row["reference"] for row in fresh)
        return fresh


@dataclass
class Visitor:
    """One conversation."""

    live: Live
    sender: str
    reference: str | None = None

    def send(self, raw: bytes, content_type: str = "application/json") -> tuple[int, Any]:
        """Post a body as it is; return the status and the parsed answer."""
        url = f"http://{LOOPBACK}:{self.live.port}/webhooks/rest/webhook"
        request = urllib.request.Request(url, raw, {"Content-Type": content_type})
        try:
            with urllib.request.urlopen(request, timeout=30) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as problem:
            return problem.code, json.load(problem)

    def say(self, text: str) -> str:
        """Say something; return all that was answered, one line a message."""
        status, messages = self.send(json.dumps({"sender": self.sender, "message": text}).encode())
        assert status == 200, messages
        return "\n".join(message.get("text", "") for message in messages)

    def buttons(self, text: str) -> list[str]:
        _, messages = self.send(json.dumps({"sender": self.sender, "message": text}).encode())
        return [button["payload"] for message in messages for button in message.get("buttons", [])]
