"""Which database it is, and what is said when it cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

DATABASE_VARIABLE = "DATABASE_URL"
ROOT = Path(__file__).resolve().parents[1]


class DatabaseError(RuntimeError):
    """The database cannot be used; the message says what to do."""


class DatabaseMisconfigured(DatabaseError):
    """Not with these settings, however long one waits."""


def database_url() -> str:
    """`DATABASE_URL`, or the embedded SQLite file under `var/`."""
    return os.environ.get(DATABASE_VARIABLE) or f"sqlite:///{ROOT / 'var' / 'admissions.db'}"


def parsed(url: str) -> URL:
    """Raises `DatabaseMisconfigured` where it is none of the two kinds."""
    try:
        found = make_url(url)
        kind = found.get_backend_name()
    except (ArgumentError, ValueError):  # the second for a port that is no number
        kind = ""
    if kind == "postgres":
        raise DatabaseMisconfigured(f"{DATABASE_VARIABLE}: write postgresql:// instead of postgres://.")
    if kind not in ("sqlite", "postgresql"):
        raise DatabaseMisconfigured(
            f"{DATABASE_VARIABLE} is no database URL for SQLite or PostgreSQL; write for example sqlite:///var/admissions.db."
        )
    return found


def in_short(problem: Exception) -> str:
    """What the database's driver says, without the statement and SQLAlchemy's advice."""
    lines = str(getattr(problem, "orig", None) or problem).strip().splitlines()
    return lines[0] if lines else type(problem).__name__
