"""A database machine that goes away without a word, as when its power fails."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text

from admissions.database import DatabaseError, engine, reading
from tests.faults.far_machine import NotAllowed, far_machine
from tests.postgres import Postgres

NOTICED = 30  # seconds; without limits it would take a quarter of an hour


def test_a_database_machine_that_goes_away_without_a_word_is_noticed(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    url = postgres.fresh()
    failed = threading.Event()

    def wait_for_an_answer() -> None:
        with pytest.raises(DatabaseError), reading() as session:
            session.execute(text("SELECT 1"))  # over a connection that was good a moment ago
            machine.pull_cable()
            session.execute(text("SELECT 2"))
        failed.set()

    try:
        with far_machine(url) as machine:
            monkeypatch.setenv("DATABASE_URL", machine.url)
            threading.Thread(target=wait_for_an_answer, daemon=True).start()
            assert failed.wait(NOTICED)
    except NotAllowed:
        pytest.skip("network namespaces are not allowed here")
    finally:
        engine.cache_clear()
        postgres.drop(url)
