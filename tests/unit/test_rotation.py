"""New keys for old, while callbacks are being made."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from admissions import rotation
from admissions.callbacks.agreed import Agreed
from admissions.callbacks.store import book, find, listed, live_for_phone
from admissions.cli import main
from admissions.database import DatabaseError, engine, transaction
from admissions.keyring import FILE_VARIABLE, KEYS_VARIABLE, keyring, new_key
from admissions.retention import erase, proofs
from admissions.sealing import SealedText, sealed_with

NUMBER = "+16145550135"
HOUR = timedelta(hours=1)


@pytest.fixture
def file(either_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(KEYS_VARIABLE)
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "keys"))
    return tmp_path / "keys"


@pytest.fixture
def booked(file: Path, agreed: Agreed, now: datetime, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setenv("NOTIFY_EMAIL", "staff@example.com")  # a notice waits, sealed as well
    monkeypatch.setattr(rotation, "BATCH", 3)
    for number in range(7):
        later = {"start": agreed.start + number * 4 * HOUR, "end": agreed.end + number * 4 * HOUR}
        book(replace(agreed, conversation_id=f"other-{number}", phone_e164=f"+1614555020{number}", **later), now)
    return book(agreed, now).reference


def sealed_under_others(url: str) -> int:
    newest = sealed_with(keyring().newest.name)
    with transaction() as session:
        columns = list(rotation._text_columns(session))
        texts = [text for table, column in columns for text in session.execute(sa.select(column)).scalars()]
    assert texts
    return len([text for text in texts if text and text.startswith("sealed:") and not text.startswith(newest)])


def test_everything_is_sealed_again_and_the_old_key_can_go(booked: str, file: Path, now: datetime) -> None:
    old = keyring().newest
    assert rotation.rotate(now) == 8 * 3  # name, number and notice
    assert keyring().newest != old
    assert sealed_under_others("") == 0
    rotation.retire()
    assert old.line not in file.read_text()
    assert file.stat().st_mode & 0o777 == 0o600
    engine.cache_clear()
    assert find(booked).name == "Bea"
    assert live_for_phone(NUMBER).reference == booked  # type: ignore[union-attr]


def test_a_run_that_was_cut_off_goes_on_with_the_same_key(booked: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rotation._reseal_batch
    done = iter((True, False))

    def cut_off(*arguments: object) -> int:
        if not next(done):
            raise KeyboardInterrupt
        return whole(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(rotation, "_reseal_batch", cut_off)
    with pytest.raises(KeyboardInterrupt):
        rotation.rotate(now)
    assert 0 < sealed_under_others("") < 24
    assert find(booked).phone_e164 == NUMBER  # both keys are at hand meanwhile
    assert live_for_phone(NUMBER)
    half = keyring().keys
    monkeypatch.setattr(rotation, "_reseal_batch", whole)
    rotation.rotate(now)
    assert keyring().keys == half
    assert sealed_under_others("") == 0
    rotation.rotate(now)  # one that came to its end begins another
    assert len(keyring().keys) == 3


def test_proof_is_found_by_number_after_its_key_is_retired(booked: str, now: datetime) -> None:
    erase(booked, now, "ann")
    rotation.rotate(now)
    rotation.retire()
    assert [proof.reference for proof in proofs(NUMBER)] == [booked]


def test_keys_of_the_environment(
    booked: str, file: Path, now: datetime, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    old, new = keyring().newest.line, new_key()
    monkeypatch.setenv(KEYS_VARIABLE, old)
    assert main(["keys", "rotate"]) == 1
    assert "Put a new key before the old one" in capsys.readouterr().err
    monkeypatch.setenv(KEYS_VARIABLE, f"{new},{old}")
    assert main(["keys", "rotate"]) == 0
    assert main(["keys", "retire"]) == 0
    hash_only = capsys.readouterr().out.splitlines()[-1]
    monkeypatch.setenv(KEYS_VARIABLE, f"{new},{hash_only}")
    engine.cache_clear()
    assert find(booked).name == "Bea"


def test_a_key_that_is_still_needed_cannot_be_lost_unseen(booked: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    rotation.rotate(now)
    monkeypatch.setenv(KEYS_VARIABLE, keyring().keys[1].line)  # the newest key is not given any more
    engine.cache_clear()
    with pytest.raises(DatabaseError, match="is missing"):
        listed()


def test_a_table_that_rotation_never_heard_of_is_sealed_again(booked: str, now: datetime) -> None:
    talk = sa.Table(
        "talk",
        sa.MetaData(),
        sa.Column("a", sa.Integer, primary_key=True),
        sa.Column("b", sa.String(9), primary_key=True),
        sa.Column("said", SealedText),
    )
    with transaction() as session:
        talk.create(session.connection())
        session.execute(sa.insert(talk), [{"a": number, "b": "x", "said": f"line {number}"} for number in range(5)])
    rotation.rotate(now)
    rotation.retire()
    with transaction() as session:
        assert session.execute(sa.select(talk.c.said).order_by(talk.c.a)).scalars().all() == [f"line {n}" for n in range(5)]
        talk.drop(session.connection())


def test_a_key_in_use_elsewhere_is_not_retired(booked: str, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    rotation.rotate(now)
    late = keyring().keys[1]

    def reseal_then_late_writer() -> int:
        with transaction() as session:
            token = late.fernet.encrypt(b"Late").decode()  # type: ignore[union-attr]
            session.execute(sa.text("UPDATE callbacks SET name = :token").bindparams(token=f"sealed:{late.name}:{token}"))
        return 0

    monkeypatch.setattr(rotation, "reseal", reseal_then_late_writer)
    with pytest.raises(DatabaseError, match="Restart what still uses it"):
        rotation.retire()
    assert find(booked).name == "Late"


def test_a_new_database_can_begin_with_it(file: Path, now: datetime) -> None:
    assert rotation.rotate(now) == 0
    assert len(keyring().keys) == 2
