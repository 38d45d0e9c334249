"""Starts the assistant's processes, waits until they answer, and stops them all together."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import yaml

from assistant.parent import ends_with_us
from assistant.ports import LOOPBACK
from assistant.redis_url import REDIS_VARIABLE
from assistant.versions import Versions

ROOT = Path(__file__).resolve().parents[1]
LOG_FOLDER = ROOT / "var" / "log"
CREDENTIALS = ROOT / "credentials.yml"
ENDPOINTS, ENDPOINTS_OF_SEVERAL = ROOT / "endpoints.yml", ROOT / "deploy" / "endpoints.yml"
QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "PYTHONWARNINGS": "ignore",
    "SANIC_HOST": LOOPBACK,
}
START_LIMIT = 120  # seconds
STOP_LIMIT = 10


class StartFailed(RuntimeError):
    """A process did not come up; the message names its log."""


class Process:
    """One child process with its own log, in a process group of its own so that it stops with all it started."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], log_folder: Path = LOG_FOLDER) -> None:
        log_folder.mkdir(parents=True, exist_ok=True)
        self.name, self.log = name, log_folder / f"{name}.log"
        if self.log.exists():
            self.log.replace(self.before)
        with self.log.open("w") as stream:
            self._child = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **QUIET, "PYTHONPATH": str(ROOT), **environment},
                stdout=stream,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                preexec_fn=ends_with_us(),
            )

    @property
    def before(self) -> Path:
        """What the process of this name before this one said: why it died, perhaps."""
        return self.log.with_suffix(".before.log")

    @property
    def pid(self) -> int:
        return self._child.pid

    @property
    def running(self) -> bool:
        return self._child.poll() is None

    def stop(self, how: int = signal.SIGTERM) -> None:
        if not self.running:
            return
        try:
            os.killpg(self._child.pid, how)
            self._child.wait(STOP_LIMIT)
        except ProcessLookupError:
            pass
        except subprocess.TimeoutExpired:
            os.killpg(self._child.pid, signal.SIGKILL)
            self._child.wait()


def start_actions(port: int, log_folder: Path = LOG_FOLDER, **environment: str) -> Process:
    command = [sys.executable, "-m", "actions", "--actions", "actions", "--port", str(port), "--cors", ""]
    return Process("actions", command, environment, log_folder)


def start_assistant(
    port: int,
    action_port: int,
    log_folder: Path = LOG_FOLDER,
    host: str = LOOPBACK,
    credentials: Path = CREDENTIALS,
    models: Path | None = None,
    **environment: str,
) -> Process:
    """With the version that serves; it watches the folder that this one is from. With `REDIS_URL` in its environment, or in ours,
    it settles there who answers, as one of several. Raises `VersionError` when there is none."""
    redis = {**os.environ, **environment}.get(REDIS_VARIABLE, "").strip()
    endpoints = ENDPOINTS_OF_SEVERAL if redis else ENDPOINTS
    model = Versions(models).current().file
    command = [sys.executable, "-m", "assistant.serve", "run", "--port", str(port), "--interface", host, "--model", str(model)]
    command += ["--endpoints", str(endpoints_for(action_port, log_folder, endpoints)), "--credentials", str(credentials)]
    return Process("assistant", command, environment, log_folder)


def start_notifier(log_folder: Path = LOG_FOLDER, **environment: str) -> Process:
    return Process("notifier", [sys.executable, "-m", "admissions.notifier"], environment, log_folder)


def endpoints_for(action_port: int, folder: Path = LOG_FOLDER, template: Path = ENDPOINTS) -> Path:
    """endpoints.yml with the action server's real port in it, as a file of its own."""
    endpoints = yaml.safe_load(template.read_text("utf-8"))
    endpoints["action_endpoint"]["url"] = f"http://{LOOPBACK}:{action_port}/webhook"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "endpoints.yml"
    file.write_text(yaml.safe_dump(endpoints), "utf-8")
    return file


def wait_until_answers(process: Process, url: str, limit: float = START_LIMIT, on_tick: object = None) -> None:
    """Return once `url` answers. Raises `StartFailed` when the process ends or the limit passes first."""
    deadline = time.monotonic() + limit
    while time.monotonic() < deadline:
        if not process.running:
            raise StartFailed(f"The {process.name} process ended at start. Its last words are in {process.log}.")
        try:
            with urllib.request.urlopen(url, timeout=2) as answer:
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
        if callable(on_tick):
            on_tick()
    raise StartFailed(f"The {process.name} process did not answer within {limit:.0f} s. See {process.log}.")
