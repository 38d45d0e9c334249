"""The database: where it is, and one transaction."""

from __future__ import annotations

import os
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, Iterator

import sqlalchemy
from alembic.util import CommandError
from sqlalchemy.engine import Connection, Engine, make_url
from sqlalchemy.exc import ArgumentError, IntegrityError, SQLAlchemyError
from sqlalchemy.orm import Session, declarative_base

from admissions.keyring import KeyProblem
from admissions.schema import bring_up_to_date

DATABASE_VARIABLE = "DATABASE_URL"
ROOT = Path(__file__).resolve().parents[1]
Base: Any = declarative_base()
WAIT_FOR_LOCK = 4  # seconds; below the five after which a visitor is told that something is slow
# A process that froze in the middle of its work is thrown out before others give up waiting for it.
_POSTGRES_LIMITS = f"-c lock_timeout={WAIT_FOR_LOCK}s -c idle_in_transaction_session_timeout=3s -c statement_timeout=8s"
_ALONE = 0x10F0002


class DatabaseError(RuntimeError):
    """The database cannot be used; the message says what to do."""


def database_url() -> str:
    """`DATABASE_URL`, or the embedded SQLite file under `var/`."""
    return os.environ.get(DATABASE_VARIABLE) or f"sqlite:///{ROOT / 'var' / 'admissions.db'}"


@lru_cache(maxsize=4)
def engine(url: str) -> Engine:
    """The connection pool for one database, its folder made, its schema brought up to date, its keys checked.

    Raises `DatabaseError` when the URL is none, the database does not answer, or a key is missing.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseError(f"{DATABASE_VARIABLE} is no database URL; write for example sqlite:///var/admissions.db.") from None
    sqlite = parsed.get_backend_name() == "sqlite"
    if sqlite and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    arguments: dict[str, Any] = {"timeout": WAIT_FOR_LOCK}
    if not sqlite:
        arguments = {"connect_timeout": WAIT_FOR_LOCK, "options": _POSTGRES_LIMITS}
    shown = parsed.render_as_string(hide_password=True)
    try:
        # hide_parameters: no name or number in an error or a log line
        made = sqlalchemy.create_engine(parsed, pool_pre_ping=True, hide_parameters=True, connect_args=arguments)
        if sqlite:
            sqlalchemy.event.listen(made, "connect", _careful_sqlite)
            sqlalchemy.event.listen(made, "begin", _begin_sqlite)
        bring_up_to_date(made)
    except KeyProblem as problem:
        raise DatabaseError(str(problem)) from problem
    except CommandError:
        raise DatabaseError(f"The database at {shown} was written by a newer version of this program.") from None
    except (SQLAlchemyError, ImportError) as problem:
        raise DatabaseError(f"The database at {shown} does not answer: {problem}") from problem
    return made


@contextmanager
def transaction(alone: bool = False, followed: bool = False) -> Iterator[Session]:
    """One transaction that may write. `alone`: no other such transaction runs at the same time, in any process. `followed`: it
    need not be on disk by itself, because a later one on this database, which the visitor does wait for, takes it there.

    Raises `DatabaseError` when the database does not answer or a key is missing; integrity errors pass as they are.
    """
    used = engine(database_url())
    if followed:
        used = used.execution_options(followed=True)
    with _told_plainly(), Session(used, expire_on_commit=False) as session, session.begin():
        if followed and used.dialect.name == "postgresql":
            session.execute(sqlalchemy.text("SET LOCAL synchronous_commit = off"))
        if alone and session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyhow
            session.execute(sqlalchemy.select(sqlalchemy.func.pg_advisory_xact_lock(_ALONE)))
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """One look at the database, which waits for no writer. Raises as `transaction` does."""
    with _told_plainly():
        looked_at = engine(database_url()).execution_options(reads_only=True)
        with Session(looked_at, expire_on_commit=False) as session, session.begin():
            yield session


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except KeyProblem as problem:
        raise DatabaseError(str(problem)) from problem
    except SQLAlchemyError as problem:
        if isinstance(cause := getattr(problem, "orig", None), KeyProblem):
            raise DatabaseError(str(cause)) from problem
        raise DatabaseError(f"The database could not be read or written: {problem.__class__.__name__}.") from problem


def _careful_sqlite(connection: Any, _: object) -> None:
    connection.isolation_level = None  # transactions begin where SQLAlchemy says, see below
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")  # staff can read while a callback is written
    cursor.execute("PRAGMA synchronous=FULL")  # "booked" is said only once it is on disk; see also _begin_sqlite
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is gone from the file
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Who may write takes the lock at once and waits for it; taking it half-way would fail at the first other writer."""
    options = connection.get_execution_options()
    # In the write-ahead log a full sync takes everything before it to the disk, too.
    connection.exec_driver_sql("PRAGMA synchronous=" + ("NORMAL" if options.get("followed") else "FULL"))
    connection.exec_driver_sql("BEGIN" if options.get("reads_only") else "BEGIN IMMEDIATE")
