"""A copy of the embedded database, whole and of one moment, while others write."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from admissions.database import DatabaseError, database_url, engine


def backup(file: Path) -> None:
    """Copy it into a new file that only its owner can read. Raises `ValueError` when that cannot be, `DatabaseError`."""
    made = engine(database_url())
    if made.dialect.name != "sqlite":
        raise ValueError("This database is PostgreSQL: use pg_dump, see docs/runbook.md.")
    aside = file.with_name(f".{file.name}.part")
    try:
        os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        if file.exists():
            aside.unlink()
            raise ValueError(f"{file} is there already; a backup never replaces one.")
        with closing(made.raw_connection()) as connection:  # SQLAlchemy's own begin a transaction, and this statement takes none
            connection.execute("VACUUM INTO ?", (str(aside),))
        os.replace(aside, file)
    except OSError as problem:
        raise ValueError(f"{file} cannot be written: {problem.strerror}.") from None
    except sqlite3.Error as problem:
        aside.unlink(missing_ok=True)
        raise DatabaseError(f"The database could not be copied: {problem.__class__.__name__}.") from problem
