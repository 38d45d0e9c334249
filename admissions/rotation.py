"""New keys for old: everything in the database is sealed again under the newest key, then the old ones can go.

Sealed texts are found by how they begin, in whichever table, so a new table needs nothing here.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any, Iterator

import sqlalchemy as sa
from sqlalchemy.orm import Session

from admissions.callbacks.record import BLIND_OF
from admissions.database import Base, database_url, engine, transaction
from admissions.keyring import Key, KeyProblem, keyring, new_key, parse_key, write_key_file
from admissions.schema import empty_log, remember_newest_key, sealing_keys
from admissions.sealing import MARK, blind, seal, sealed_with, unseal

BATCH = 200


def rotate(now: datetime) -> int:
    """Add a key to the file, unless an earlier run was cut off or the environment gives the keys, and seal everything under the
    newest. Return how many texts. Raises `KeyProblem`, `DatabaseError`."""
    engine(database_url())  # checks the old keys before there is a new one
    ring = keyring()
    if ring.file and _resealed(ring.newest):
        write_key_file(ring.file, [parse_key(new_key(), str(ring.file)), *ring.keys])
    elif ring.file is None and len(ring.sealing) == 1:
        raise KeyProblem("Put a new key before the old one in ADMISSIONS_KEYS, restart everything, then run this again.")
    with transaction(alone=True) as session:
        remember_newest_key(session.connection())
    count = reseal()
    with transaction(alone=True) as session:
        done = sa.update(sealing_keys).where(sealing_keys.c.name == keyring().newest.name)
        session.execute(done.values(resealed_at=now.isoformat()))
    return count


def retire() -> list[Key]:
    """Take every key but the newest out of use; return what is left of all. Raises `KeyProblem`, `DatabaseError`."""
    reseal()
    ring = keyring()
    left = [ring.newest, *(key.retired() for key in ring.keys if key != ring.newest)]
    with transaction(alone=True) as session:
        if any(_rows(session, table, column) for table, column in _text_columns(session)):
            raise KeyProblem("Something was just sealed with an older key. Restart what still uses it, then run this again.")
        session.execute(sa.delete(sealing_keys).where(sealing_keys.c.name != ring.newest.name))
    if ring.file:  # only after the database no longer asks for the old keys
        write_key_file(ring.file, left)
    empty_log(engine(database_url()))
    return left


def reseal() -> int:
    """Seal again, batch by batch, what is not under the newest key; return how many texts. Cut off, it can be run again."""
    count = 0
    with transaction() as session:
        columns = list(_text_columns(session))
    for table, column in columns:
        while done := _reseal_batch(table, column):
            count += done
    empty_log(engine(database_url()))
    return count


def _resealed(key: Key) -> bool:
    """Whether rotating to this key came to its end; a first key never was rotated to."""
    with transaction() as session:
        rows = session.execute(sa.select(sealing_keys.c.name, sealing_keys.c.resealed_at)).all()
    return len(rows) == 1 or any(row.name == key.name and row.resealed_at for row in rows)


def _text_columns(session: Session) -> Iterator[tuple[sa.Table, Any]]:
    found = sa.MetaData()
    found.reflect(session.connection())
    for table in found.sorted_tables:
        for column in table.columns if table.primary_key.columns and table.name != sealing_keys.name else ():
            if isinstance(column.type, sa.Text):
                yield table, column


def _rows(session: Session, table: sa.Table, column: Any) -> list[Any]:
    newest = sealed_with(keyring().newest.name)
    old = sa.and_(column.startswith(MARK), sa.not_(column.startswith(newest)))
    return session.execute(sa.select(*table.primary_key.columns, column.label("token")).where(old).limit(BATCH)).all()


def _reseal_batch(table: sa.Table, column: Any) -> int:
    mapped = Base.metadata.tables.get(table.name)
    hashes = [each.name for each in mapped.columns if each.info.get(BLIND_OF) == column.name] if mapped is not None else []
    with transaction(alone=True) as session:
        rows = _rows(session, table, column)
        for row in rows:
            plain = unseal(row.token)
            same_row = [key == row[place] for place, key in enumerate(table.primary_key.columns)]
            renewed = {column.name: seal(plain), **{name: blind(plain) for name in hashes}}
            session.execute(sa.update(table).where(*same_row, column == row.token).values(renewed))
        return len(rows)
