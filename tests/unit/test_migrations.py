"""The schema goes up and down again on both databases, and rows that stood in clear are sealed on the way."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

import admissions.callbacks.visitors
import admissions.retention  # noqa: F401  (brings in every table)
from admissions.callbacks.places import free
from admissions.callbacks.store import find, live_for_phone
from admissions.database import Base, DatabaseError, engine
from admissions.keyring import KEYS_VARIABLE, new_key
from admissions.schema import migrate
from admissions.sealing import is_sealed

OLD_ROW = {
    "reference": "ABC234",
    "conversation_id": "chat-1",
    "name": "Beatrixa",
    "phone_e164": "+16145550135",
    "window_start": "2026-03-11T10:00:00-04:00",
    "window_end": "2026-03-11T11:00:00-04:00",
    "timezone": "America/New_York",
    "for_whom": "self",
    "consent_version": "v1",
    "consent_at": "2026-03-10T14:00:00-04:00",
    "channel": "rest",
    "voicemail_ok": True,
    "status": "booked",
    "created_at": "2026-03-10T14:00:00-04:00",
    "updated_at": "2026-03-10T14:00:00-04:00",
}


@pytest.fixture
def old_database(either_database: str) -> str:
    """As an earlier version left it: a name and a number in clear."""
    made = engine(either_database)
    migrate(made, "0002", down=True)
    columns = ", ".join(OLD_ROW)
    with made.begin() as connection:
        connection.execute(
            sa.text(f"INSERT INTO callbacks ({columns}) VALUES ({', '.join(':' + key for key in OLD_ROW)})"), OLD_ROW
        )
    engine.cache_clear()
    made.dispose()
    return either_database


def stored(url: str) -> dict[str, object]:
    with engine(url).connect() as connection:
        return dict(connection.execute(sa.text("SELECT * FROM callbacks")).mappings().one())


def test_rows_in_clear_are_sealed(old_database: str) -> None:
    row = stored(old_database)
    assert is_sealed(str(row["name"]))
    assert is_sealed(str(row["phone_e164"]))
    callback = find("ABC234")
    assert {key: getattr(callback, key) for key in OLD_ROW} == OLD_ROW
    assert live_for_phone("+16145550135").reference == "ABC234"  # type: ignore[union-attr]


@pytest.mark.parametrize("either_database", ["sqlite"], indirect=True)
def test_no_file_keeps_what_was_in_clear(old_database: str, tmp_path: Path) -> None:
    assert b"Beatrixa" in b"".join(file.read_bytes() for file in tmp_path.iterdir())
    engine(old_database)
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"Beatrixa" not in held
    assert b"6145550135" not in held


def test_what_was_promised_before_takes_its_place(old_database: str, program_lines: object) -> None:
    program_lines(callback_capacity=1)  # type: ignore[operator]
    start, end = (datetime.fromisoformat(OLD_ROW[key]) for key in ("window_start", "window_end"))  # type: ignore[arg-type]
    assert not free(start, end, start)


def test_down_and_up_again_loses_nothing(old_database: str) -> None:
    made = engine(old_database)
    for revision in ("0002", "head", "0003", "0004", "0005", "0002"):
        up = revision == "head" or revision in ("0004", "0005")
        migrate(made, revision, down=not up)
    row = stored(old_database)
    assert {key: row[key] for key in OLD_ROW} == {**OLD_ROW, "voicemail_ok": row["voicemail_ok"]}
    migrate(made, "base", down=True)
    assert sa.inspect(made).get_table_names() == ["alembic_version"]
    migrate(made)
    assert sa.inspect(made).has_table("outbox")


def test_the_tables_are_what_python_thinks(either_database: str) -> None:
    with engine(either_database).connect() as connection:
        found = compare_metadata(MigrationContext.configure(connection), Base.metadata)
    # what only the database knows: indexes by hand, and the keys on record
    wrong = [each for each in found if each[0] not in ("remove_index", "remove_table", "remove_constraint")]
    assert wrong == []


def test_a_database_whose_key_is_missing_is_not_opened(old_database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    engine(old_database)
    engine.cache_clear()
    monkeypatch.setenv(KEYS_VARIABLE, new_key())
    with pytest.raises(DatabaseError, match="was sealed with the key .* is missing"):
        find("ABC234")


def test_no_new_key_is_made_for_a_database_that_has_one(
    old_database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    engine(old_database)
    engine.cache_clear()
    monkeypatch.delenv(KEYS_VARIABLE)
    monkeypatch.setenv("ADMISSIONS_KEYS_FILE", str(tmp_path / "keys"))
    with pytest.raises(DatabaseError, match="no key file"):
        find("ABC234")
    assert not (tmp_path / "keys").exists()


def test_a_newer_database_is_said_so(either_database: str) -> None:
    with engine(either_database).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    engine.cache_clear()
    with pytest.raises(DatabaseError, match="newer version"):
        find("ABC234")
