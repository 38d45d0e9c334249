"""Brings a database's tables up to date, and holds it to the keys that it was written with."""

from __future__ import annotations

from datetime import datetime, timezone
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from admissions.keyring import KeyProblem, have_keys, keyring, make_key_file
from admissions.sealing import seal, unseal

MIGRATIONS = Path(__file__).parent / "migrations"
SEALED_SINCE = "0003"  # before it, names and numbers stood in clear
_CHECK = "this database is sealed with this key"
_MIGRATION_LOCK = 0x10F0001
# One row for every key that rows may be sealed with.
sealing_keys = sa.Table(
    "sealing_keys",
    sa.MetaData(),
    sa.Column("name", sa.String(16), primary_key=True),
    sa.Column("check", sa.Text, nullable=False),
    sa.Column("added_at", sa.String(40), nullable=False),
    sa.Column("resealed_at", sa.String(40)),
)


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def bring_up_to_date(made: Engine) -> None:
    """The newest schema, and the key check. Raises `KeyProblem` when a key that rows were sealed with is missing."""
    with made.execution_options(reads_only=True).connect() as connection:
        before = _revision(connection)
        if before == ScriptDirectory.from_config(_config()).get_current_head() and _keys_fit(connection):
            return
    migrate(made)
    if before is not None and before < SEALED_SINCE:
        _forget_plain_rows(made)


def migrate(made: Engine, revision: str = "head", down: bool = False) -> None:
    """Bring the schema to `revision`, in one transaction; of two processes at once the second finds it done."""
    with made.begin() as connection:
        if made.dialect.name == "postgresql":
            connection.execute(sa.text("SET LOCAL statement_timeout = 0; SET LOCAL lock_timeout = '60s'"))
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_MIGRATION_LOCK)))
        known = _keys_fit(connection)
        if not known and not have_keys():
            make_key_file()
        (command.downgrade if down else command.upgrade)(_config(connection), revision)
        if sa.inspect(connection).has_table(sealing_keys.name):
            remember_newest_key(connection)


def _keys_fit(connection: Connection) -> bool:
    """True when the newest key is on record. Raises `KeyProblem` when one on record is missing here."""
    if not sa.inspect(connection).has_table(sealing_keys.name):
        return False
    names = []
    for name, check in connection.execute(sa.select(sealing_keys.c.name, sealing_keys.c.check)):
        try:
            opened = unseal(check)
        except KeyProblem as problem:
            raise KeyProblem(f"This database was sealed with the key {name}. {problem}") from problem
        if opened != _CHECK:
            raise KeyProblem(f"This database was sealed with another key than {name}.")
        names.append(name)
    return bool(names) and keyring().newest.name in names


def remember_newest_key(connection: Connection) -> None:
    """Put the newest key on record, so that the database is never opened without it."""
    name = keyring().newest.name
    if connection.execute(sa.select(sealing_keys.c.name).where(sealing_keys.c.name == name)).first() is None:
        added = datetime.now(timezone.utc).isoformat()
        connection.execute(sa.insert(sealing_keys).values(name=name, check=seal(_CHECK), added_at=added))


def empty_log(made: Engine) -> None:
    """What was removed also leaves SQLite's write-ahead log. PostgreSQL cleans up by itself."""
    if made.dialect.name == "sqlite":
        with made.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")


def _forget_plain_rows(made: Engine) -> None:
    """What stood in clear before it was sealed also leaves the files of the database."""
    empty_log(made)
    if made.dialect.name == "postgresql":
        with made.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
            connection.detach()  # the connection, with its own time limit, is not used for anything else
            connection.exec_driver_sql("SET statement_timeout = 0")
            connection.exec_driver_sql("VACUUM FULL callbacks")
