"""Connections are kept open, and still nothing is written to a file that is no longer the database."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Column, text

from admissions.database import DatabaseError, database_url, engine, writing
from admissions.driver import Statement
from admissions.unanswered import NOT_UNDERSTOOD, note, waiting


def test_connections_are_used_again(either_database: str, now: datetime) -> None:
    for number in range(5):
        note(f"message {number}", NOT_UNDERSTOOD, now)
    assert engine(database_url()).pool.checkedin() == 1  # type: ignore[attr-defined]


def test_a_file_that_was_moved_away_is_noticed_and_found_again(database: str, now: datetime) -> None:
    note("before", NOT_UNDERSTOOD, now)
    file = Path(database.removeprefix("sqlite:///"))
    away = file.rename(file.with_suffix(".away"))
    file.mkdir()
    with pytest.raises(DatabaseError):
        note("meanwhile", NOT_UNDERSTOOD, now)
    with pytest.raises(DatabaseError):
        waiting()
    file.rmdir()
    away.rename(file)
    note("after", NOT_UNDERSTOOD, now)
    assert [row.text for row in waiting()] == ["before", "after"]


def test_a_backup_that_was_put_in_place_is_used(database: str, now: datetime, tmp_path: Path) -> None:
    note("in the backup", NOT_UNDERSTOOD, now)
    backup = tmp_path / "backup.db"
    with engine(database).connect() as connection:
        connection.exec_driver_sql(f"VACUUM INTO '{backup}'")
    note("only later", NOT_UNDERSTOOD, now)
    file = Path(database.removeprefix("sqlite:///"))
    for part in ("-wal", "-shm"):
        Path(f"{file}{part}").unlink()
    backup.replace(file)
    assert [row.text for row in waiting()] == ["in the backup"]


def test_only_in_sqlite_and_only_what_nobody_waits_for_may_reach_the_disk_later(either_database: str) -> None:
    sqlite = either_database.startswith("sqlite")
    asked = Statement(text("PRAGMA synchronous" if sqlite else "SHOW synchronous_commit").columns(Column("level")))
    for followed, expected in ((False, 2 if sqlite else "on"), (True, 1 if sqlite else "on"), (False, 2 if sqlite else "on")):
        with writing(followed) as connection:
            assert connection.first(asked, {}).level == expected
