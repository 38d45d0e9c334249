"""The database: where it is, its schema, and one transaction."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterator

import sqlalchemy
from alembic import command
from alembic.config import Config
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, declarative_base

from admissions.keyring import KeyProblem, have_keys, make_key_file

DATABASE_VARIABLE = "DATABASE_URL"
ROOT = Path(__file__).resolve().parents[1]
MIGRATIONS = Path(__file__).parent / "migrations"
Base: Any = declarative_base()
WAIT_FOR_LOCK = 4  # seconds; below the five after which a visitor is told that something is slow


class DatabaseError(RuntimeError):
    """The database cannot be used; the message says what to do."""


def database_url() -> str:
    """`DATABASE_URL`, or the embedded SQLite file under `var/`."""
    return os.environ.get(DATABASE_VARIABLE) or f"sqlite:///{ROOT / 'var' / 'admissions.db'}"


@lru_cache(maxsize=4)
def engine(url: str) -> Engine:
    """The connection pool for one database, its folder made and its schema brought up to date.

    Raises `DatabaseError` when the URL is none or the database does not answer.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseError(f"{DATABASE_VARIABLE} is no database URL; write for example sqlite:///var/admissions.db.") from None
    sqlite = parsed.get_backend_name() == "sqlite"
    if sqlite and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    try:
        made = sqlalchemy.create_engine(
            parsed, pool_pre_ping=True, connect_args={"timeout": WAIT_FOR_LOCK} if sqlite else {"connect_timeout": WAIT_FOR_LOCK}
        )
        if sqlite:
            sqlalchemy.event.listen(made, "connect", _careful_sqlite)
        if not have_keys():
            make_key_file()
        migrate(made)
    except KeyProblem as problem:
        raise DatabaseError(str(problem)) from problem
    except (sqlalchemy.exc.SQLAlchemyError, ImportError) as problem:
        raise DatabaseError(
            f"The database at {parsed.render_as_string(hide_password=True)} does not answer: {problem}"
        ) from problem
    return made


@contextmanager
def transaction() -> Iterator[Session]:
    """One transaction. Raises `DatabaseError` when the database does not answer; integrity errors pass as they are."""
    try:
        with Session(engine(database_url()), expire_on_commit=False) as session, session.begin():
            yield session
    except IntegrityError:
        raise
    except KeyProblem as problem:
        raise DatabaseError(str(problem)) from problem
    except SQLAlchemyError as problem:
        if isinstance(cause := getattr(problem, "orig", None), KeyProblem):
            raise DatabaseError(str(cause)) from problem
        raise DatabaseError(f"The database could not be read or written: {problem.__class__.__name__}.") from problem


def _careful_sqlite(connection: object, _: object) -> None:
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")  # staff can read while a callback is written
    cursor.execute("PRAGMA synchronous=FULL")  # "booked" is said only once it is on disk
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def migrate(made: Engine, revision: str = "head") -> None:
    """Bring the schema to `revision`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with made.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
