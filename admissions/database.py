"""The database: where it is, and one transaction."""

from __future__ import annotations

import os
import sqlite3
import time
from contextlib import contextmanager
from functools import lru_cache, partial
from pathlib import Path
from typing import Any, Callable, Iterator

import sqlalchemy
from alembic.util import CommandError
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import IntegrityError, InvalidatePoolError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session, declarative_base
from sqlalchemy.pool import QueuePool

from admissions.database_url import DatabaseError, DatabaseMisconfigured, database_url, in_short, parsed
from admissions.driver import Driver, driver
from admissions.keyring import KeyProblem
from admissions.metrics import database_failed
from admissions.schema import bring_up_to_date

Base: Any = declarative_base()
WAIT_FOR_LOCK = 4  # seconds; below the five after which a visitor is told that something is slow
SHORTEST_PAUSE, LONGEST_PAUSE = 0.0002, 0.01  # seconds between looks for SQLite's lock
# A process that froze in the middle of its work is thrown out before others give up waiting for it.
_POSTGRES_LIMITS = f"-c lock_timeout={WAIT_FOR_LOCK}s -c idle_in_transaction_session_timeout=3s -c statement_timeout=8s"
# A machine that went away without a word is noticed after about as long; by itself the system would wait for a quarter of an hour.
_POSTGRES_SILENCE = {"tcp_user_timeout": 5000, "keepalives_idle": 3, "keepalives_interval": 2, "keepalives_count": 2}
_ALONE = 0x10F0002
_SQLITE_CONNECTIONS = 12  # kept open; as many as work at one time
_FILE, _SYNCHRONOUS = "file", "synchronous"  # what is noted of a connection to SQLite


@lru_cache(maxsize=4)
def engine(url: str) -> Engine:
    """The connection pool for one database, its folder made, its schema brought up to date, its keys checked.

    Raises `DatabaseError` when the database does not answer, `DatabaseMisconfigured` when the URL is none or a key is missing.
    """
    where = parsed(url)
    shown = where.render_as_string(hide_password=True)
    sqlite = where.get_backend_name() == "sqlite"
    if sqlite and where.database:
        try:
            Path(where.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise DatabaseError(f"The folder of the database at {shown} cannot be made: {problem.strerror}.") from None
    pool: dict[str, Any] = {"pool_pre_ping": True}
    arguments: dict[str, Any] = {"connect_timeout": WAIT_FOR_LOCK, "options": _POSTGRES_LIMITS, **_POSTGRES_SILENCE}
    if sqlite:
        # Without a pool each transaction would open the file, and on closing it copy the write-ahead log back. The connection used
        # last comes first: what one writes makes every other read its pages again.
        pool = {"poolclass": QueuePool, "pool_size": _SQLITE_CONNECTIONS, "pool_use_lifo": True}
        arguments = {"timeout": WAIT_FOR_LOCK, "check_same_thread": False}  # the pool gives each to one thread at a time
    try:
        # hide_parameters: no name or number in an error or a log line
        made = sqlalchemy.create_engine(where, hide_parameters=True, connect_args=arguments, **pool)
        if sqlite:
            sqlalchemy.event.listen(made, "connect", _careful_sqlite)
            sqlalchemy.event.listen(made, "checkout", _same_file)
            sqlalchemy.event.listen(made, "begin", _begin_sqlite)
        bring_up_to_date(made)
    except KeyProblem as problem:
        raise DatabaseMisconfigured(str(problem)) from problem
    except CommandError:
        raise DatabaseError(f"The database at {shown} was written by a newer version of this program.") from None
    except (SQLAlchemyError, ImportError) as problem:
        database_failed()
        raise DatabaseError(f"The database at {shown} does not answer: {in_short(problem)}") from problem
    return made


@contextmanager
def transaction(alone: bool = False) -> Iterator[Session]:
    """One transaction that may write. `alone`: no other such transaction runs at the same time, in any process.

    Raises `DatabaseError` when the database does not answer or a key is missing; integrity errors pass as they are.
    """
    with _told_plainly(), Session(engine(database_url()), expire_on_commit=False) as session, session.begin():
        if alone and session.get_bind().dialect.name == "postgresql":  # SQLite has one writer at a time anyhow
            session.execute(sqlalchemy.select(sqlalchemy.func.pg_advisory_xact_lock(_ALONE)))
        yield session


@contextmanager
def reading() -> Iterator[Session]:
    """One look at the database, which waits for no writer. Raises as `transaction` does."""
    with (
        _told_plainly(),
        Session(_with(engine(database_url()), reads_only=True), expire_on_commit=False) as session,
        session.begin(),
    ):
        yield session


@contextmanager
def writing(followed: bool = False) -> Iterator[Driver]:
    """`transaction` for what every message does, see admissions/driver.py. `followed`: in SQLite it need not be on disk by itself,
    because a later one on this database, which the visitor does wait for, takes it there, and a machine that ends before that
    ends this process, too. A server of its own can fail while this process goes on and tells the visitor that all is well."""
    with _told_plainly(), driver(engine(database_url()), partial(_begin, followed=followed)) as connection:
        yield connection


@contextmanager
def looking() -> Iterator[Driver]:
    """`reading` for what every message does."""
    with _told_plainly(), driver(engine(database_url()), partial(_begin, reads_only=True)) as connection:
        yield connection


@lru_cache(maxsize=8)
def _with(made: Engine, **options: bool) -> Engine:
    return made.execution_options(**options)


@contextmanager
def _told_plainly() -> Iterator[None]:
    try:
        yield
    except IntegrityError:
        raise
    except KeyProblem as problem:
        raise DatabaseError(str(problem)) from problem
    except SQLAlchemyError as problem:
        database_failed()
        if isinstance(cause := getattr(problem, "orig", None), KeyProblem):
            raise DatabaseError(str(cause)) from problem
        raise DatabaseError(f"The database could not be read or written: {problem.__class__.__name__}.") from problem


def _careful_sqlite(connection: Any, record: Any) -> None:
    connection.isolation_level = None  # transactions begin where SQLAlchemy says, see below
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")  # staff can read while a callback is written
    cursor.execute("PRAGMA synchronous=FULL")  # "booked" is said only once it is on disk; see also _begin_sqlite
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # what is deleted is gone from the file
    *_, path = cursor.execute("PRAGMA database_list").fetchone()
    cursor.close()
    record.info[_FILE] = (path, _identity(path)) if path else None


def _same_file(_: Any, record: Any, __: object) -> None:
    """A connection whose file was moved away or replaced, as by putting back a backup, is not used again."""
    opened = record.info[_FILE]
    if opened and _identity(opened[0]) != opened[1]:
        raise InvalidatePoolError  # nor any other that was opened before


def _identity(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _begin_sqlite(connection: Connection) -> None:
    """As SQLAlchemy begins a transaction."""
    _take_sqlite(connection.exec_driver_sql, connection.info, connection.get_execution_options().get("reads_only", False))


def _begin(connection: Driver, noted: dict[str, Any], reads_only: bool = False, followed: bool = False) -> None:
    """As admissions/driver.py begins one; PostgreSQL begins by itself."""
    if connection.dialect.name == "sqlite":
        _take_sqlite(connection.say, noted, reads_only, followed)


def _take_sqlite(say: Callable[[str], object], noted: dict[str, Any], reads_only: bool = False, followed: bool = False) -> None:
    """Who may write takes the lock at once and waits for it; taking it half-way would fail at the first other writer."""
    if reads_only:
        say("BEGIN")
        return
    # In the write-ahead log a full sync takes everything before it to the disk, too.
    wanted = "NORMAL" if followed else "FULL"
    if noted.get(_SYNCHRONOUS) != wanted:
        say(f"PRAGMA synchronous={wanted}")
        noted[_SYNCHRONOUS] = wanted
    _take_lock(say)


def _take_lock(say: Callable[[str], object]) -> None:
    """SQLite itself looks again after 1, 2, 5, 10 … milliseconds, where others are done in less than one. Raises what SQLite does."""
    say("PRAGMA busy_timeout=0")
    try:
        give_up, pause = time.monotonic() + WAIT_FOR_LOCK, SHORTEST_PAUSE
        while True:
            try:
                say("BEGIN IMMEDIATE")
                return
            except (sqlite3.OperationalError, OperationalError) as problem:
                if "locked" not in str(problem) or time.monotonic() >= give_up:
                    raise
            time.sleep(pause)
            pause = min(1.3 * pause, LONGEST_PAUSE)
    finally:
        say(f"PRAGMA busy_timeout={1000 * WAIT_FOR_LOCK}")
