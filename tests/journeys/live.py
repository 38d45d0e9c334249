"""A live assistant with its own action server and database, as visitors meet it."""

from __future__ import annotations

import io
import ipaddress
import itertools
import json
import os
import signal
import urllib.error
import urllib.request
import uuid
from contextlib import redirect_stdout
from dataclasses import dataclass, field
from email.message import Message
from pathlib import Path
from typing import Any, Iterator
from unittest import mock

import pytest
import yaml

from admissions.cli import main
from admissions.program import PROGRAM_FILE
from assistant.channel.address import API_ADDRESS
from assistant.ports import LOOPBACK, free_port
from assistant.processes import CREDENTIALS, Process, start_actions, start_assistant, wait_until_answers
from assistant.versions import Versions

NOW = "2026-03-10T14:00:00-04:00"  # a Tuesday
START_LIMIT = 400  # seconds; tests share a machine, and none is about how fast it is
ADDRESSES = ipaddress.ip_network("10.0.0.0/16")
REFUSED_EARLY = 3  # times that such a request is sent again
_numbers = itertools.count(1)


@dataclass
class Live:
    """The processes of one assistant. `actions` can be stopped and started again while the assistant runs on."""

    folder: Path
    now: str
    port: int = field(default_factory=free_port)
    action_port: int = field(default_factory=free_port)
    metrics_port: int = field(default_factory=free_port)
    action_metrics_port: int = field(default_factory=free_port)
    assistant: Process | None = None
    actions: Process | None = None
    seen: set[str] = field(default_factory=set)
    settings: dict[str, Any] = field(default_factory=dict)
    places: int = 0  # calls that can be promised for the same hour; 0 is no limit
    site: str = field(default_factory=lambda: f"http://{LOOPBACK}:{free_port()}")  # another website that may show the chat

    @property
    def models(self) -> Path:
        """A folder of its own, with the model that serves in it, so that another may serve here."""
        folder = self.folder / "models"
        if not folder.exists():
            folder.mkdir()
            model = Versions().current().file
            (folder / model.name).symlink_to(model)
        return folder

    @property
    def database(self) -> str:
        return f"sqlite:///{self.folder / 'journey.db'}"

    def start(self) -> Live:
        self.start_actions()
        self.start_assistant()
        return self

    def start_assistant(self) -> None:
        credentials = self.credentials()
        self.assistant = start_assistant(
            self.port,
            self.action_port,
            self.folder,
            credentials=credentials,
            models=self.models,
            METRICS_PORT=str(self.metrics_port),
            **self.environment(),
        )
        wait_until_answers(self.assistant, self.url("health"), START_LIMIT)

    def credentials(self) -> Path:
        """With the limits that are shipped, behind one proxy so that each visitor has an address."""
        credentials = yaml.safe_load(CREDENTIALS.read_text("utf-8"))
        for settings in credentials.values():
            settings.update({"proxies": 1, "allowed_origins": [self.site], **self.settings})
        file = self.folder / "credentials.yml"
        file.write_text(yaml.safe_dump(credentials), "utf-8")
        return file

    def restart_assistant(self, **settings: Any) -> None:
        """Start it again with these of the channel's settings changed."""
        self.settings = settings
        if self.assistant:
            self.assistant.stop()
        self.start_assistant()

    def kill_assistant(self) -> None:
        assert self.assistant
        self.assistant.stop(signal.SIGKILL)

    @property
    def origin(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def url(self, path: str) -> str:
        return f"{self.origin}{API_ADDRESS}/{path}"

    def start_actions(self) -> None:
        environment = {"ADMISSIONS_NOW": self.now, "METRICS_PORT": str(self.action_metrics_port), **self.environment()}
        self.actions = start_actions(self.action_port, self.folder, **environment)
        wait_until_answers(self.actions, f"http://{LOOPBACK}:{self.action_port}/health", START_LIMIT)

    def see_to_actions(self) -> None:
        """Start the action server where a test has left none."""
        if self.actions is None or not self.actions.running:
            self.start_actions()

    def environment(self) -> dict[str, str]:
        """A database of its own, and the shipped program, but an hour has as many `places` as the test says: all journeys book in it.
        It logs as much as it can, so that a word of a visitor in any log is found. It is one process, whatever this machine would
        have: figures, and what is remembered while the database is away, are each process's own (several: test_several.py)."""
        program = yaml.safe_load(PROGRAM_FILE.read_text("utf-8"))
        file = self.folder / "program.yml"
        file.write_text(yaml.safe_dump({**program, "callback_capacity": self.places}), "utf-8")
        return {
            "DATABASE_URL": self.database,
            "ADMISSIONS_PROGRAM": str(file),
            "ASSISTANT_PROCESSES": "1",
            "LOG_LEVEL": "DEBUG",
            "LOG_FORMAT": "json",
            "LOG_LEVEL_LIBRARIES": "DEBUG",
        }

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
        return Visitor(self, str(ADDRESSES[next(_numbers)]))

    def callbacks(self) -> list[dict[str, Any]]:
        """What `python -m admissions callbacks export` prints."""
        printed = io.StringIO()
        with mock.patch.dict(os.environ, {"DATABASE_URL": self.database}), redirect_stdout(printed):
            assert main(["callbacks", "export", "--format", "json"]) == 0
        return json.loads(printed.getvalue())

    def new_callbacks(self) -> list[dict[str, Any]]:
        """The callbacks booked since this was last asked."""
        fresh = [row for row in self.callbacks() if row["reference"] not in self.seen]
        self.seen.update(row["reference"] for row in fresh)
        return fresh


@dataclass
class Visitor:
    """One conversation, from an address of its own."""

    live: Live
    address: str
    token: str = ""
    reference: str | None = None

    def call(
        self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None, timeout: float = 40
    ) -> tuple[int, Any, Message]:
        """One request; return the status, the parsed answer and the headers. `body` is sent as it is if it is bytes."""
        raw = body if isinstance(body, (bytes, type(None))) else json.dumps(body).encode()
        sent = {"X-Forwarded-For": self.address, **({"Content-Type": "application/json"} if raw is not None else {})}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        request = urllib.request.Request(self.live.url(path), raw, {**sent, **(headers or {})}, method=method)
        for left in range(REFUSED_EARLY, -1, -1):
            try:
                with urllib.request.urlopen(request, timeout=timeout) as answer:
                    return answer.status, json.load(answer), answer.headers
            except urllib.error.HTTPError as problem:
                return problem.code, json.load(problem), problem.headers
            except urllib.error.URLError as problem:
                # A body that is too large is refused before it has arrived, and this client then does not look for an answer.
                if not left or not isinstance(problem.reason, (BrokenPipeError, ConnectionResetError)):
                    raise
        raise AssertionError

    def open(self) -> list[dict[str, Any]]:
        """Begin a chat; return its first events."""
        status, session, _ = self.call("POST", "session", {"client_id": uuid.uuid4().hex, "lang": "en", "page": "/"})
        assert status == 200, session
        self.token = session["token"]
        return session["events"]

    def send(self, raw: bytes, content_type: str = "application/json") -> tuple[int, Any]:
        """Post a body as it is; return the status and the parsed answer."""
        if not self.token:
            self.open()
        status, answer, _ = self.call("POST", "messages", raw, {"Content-Type": content_type})
        return status, answer

    def answers(self, text: str, after: int | None = None) -> list[dict[str, Any]]:
        """Say something, with the event `after` as the newest on the screen; return the events that answer it."""
        status, answer = self.send(json.dumps({"id": str(uuid.uuid4()), "text": text, "after": after}).encode())
        assert status == 200, answer
        return answer["events"]

    def say(self, text: str) -> str:
        """Say something; return all that was answered, one line a message."""
        return "\n".join(event["text"] for event in self.answers(text))

    def buttons(self, text: str) -> list[str]:
        return [reply["payload"] for event in self.answers(text) for reply in event["replies"]]


@pytest.fixture(scope="session")
def shared_live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """One for all journeys, in a browser or not: starting it takes longer than most of them."""
    live = Live(tmp_path_factory.mktemp("live"), NOW)
    try:
        yield live.start()
    finally:
        live.stop()


@pytest.fixture
def live(shared_live: Live) -> Live:
    """The assistant, at Tuesday 10 March 2026, 2 pm, with its action server up."""
    shared_live.see_to_actions()
    shared_live.set_clock(NOW)
    return shared_live
