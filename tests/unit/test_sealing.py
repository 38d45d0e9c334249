"""Encryption at rest: what is sealed opens with its key only."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, create_engine, insert, select, text

from admissions.keyring import FILE_VARIABLE, KEYS_VARIABLE, KeyProblem, keyring, make_key_file, new_key, write_key_file
from admissions.sealing import SealedText, blind, blinds, is_sealed, seal, sealed_with, unseal

NUMBER = "+16145550135"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv(KEYS_VARIABLE)
    monkeypatch.setenv(FILE_VARIABLE, str(tmp_path / "keys"))
    return tmp_path / "keys"


def test_what_is_sealed_opens_again_and_shows_nothing() -> None:
    assert unseal(seal("Dána")) == "Dána"
    assert NUMBER[1:] not in seal(NUMBER)
    assert seal("Dana") != seal("Dana")


def test_the_hash_is_the_same_each_time_and_another_under_another_key(monkeypatch: pytest.MonkeyPatch) -> None:
    before = blind(NUMBER)
    assert blind(NUMBER) == before
    assert blind("+16145550136") != before
    monkeypatch.setenv(KEYS_VARIABLE, f"{new_key()},{os.environ[KEYS_VARIABLE]}")
    assert blind(NUMBER) != before
    assert blinds(NUMBER)[1] == before


def test_an_older_key_still_opens(monkeypatch: pytest.MonkeyPatch) -> None:
    old, token = os.environ[KEYS_VARIABLE], seal("Dana")
    monkeypatch.setenv(KEYS_VARIABLE, f"{new_key()},{old}")
    assert unseal(token) == "Dana"


def test_a_missing_key_is_said_so_and_nothing_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    token = seal("Dana")
    monkeypatch.setenv(KEYS_VARIABLE, new_key())
    with pytest.raises(KeyProblem, match="is missing"):
        unseal(token)


@pytest.mark.parametrize("token", ["Dana", "", "sealed:Dana", NUMBER])
def test_plain_text_never_passes_for_sealed(token: str) -> None:
    assert not is_sealed(token)
    with pytest.raises(KeyProblem, match="should be sealed"):
        unseal(token)


def test_what_was_sealed_with_fernet_still_opens() -> None:
    key = keyring().newest
    assert key.fernet
    token = sealed_with(key.name) + key.fernet.encrypt("Dána".encode()).decode()
    assert unseal(token) == "Dána"
    with pytest.raises(KeyProblem, match="damaged"):
        unseal(token[:-8] + "AAAAAAA=")


@pytest.mark.parametrize("place", range(0, 40, 4))
def test_a_changed_token_is_refused(place: int) -> None:
    start, body = sealed_with(keyring().newest.name), seal("Dana").rsplit(":", 1)[1]
    other = "B" if body[place] == "A" else "A"
    with pytest.raises(KeyProblem, match="damaged"):
        unseal(start + body[:place] + other + body[place + 1 :])


@pytest.mark.parametrize("body", ["", "A", "AQ==", "AQAAAAAAAAAAAAAAAA==", "gAAA", "ß", "AQ" * 40])
def test_what_is_no_token_is_refused(body: str) -> None:
    with pytest.raises(KeyProblem, match="damaged"):
        unseal(sealed_with(keyring().newest.name) + body)


def test_what_is_no_key_is_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEYS_VARIABLE, "hunter2")
    with pytest.raises(KeyProblem, match="no key") as said:
        seal("x")
    assert "hunter2" not in str(said.value)


def test_the_file_is_for_its_owner_only(file: Path) -> None:
    make_key_file()
    assert file.stat().st_mode & 0o777 == 0o600
    assert unseal(seal("Dana")) == "Dana"
    file.chmod(0o640)
    with pytest.raises(KeyProblem, match="chmod 600"):
        seal("Dana")


def test_many_at_once_make_one_file(file: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: make_key_file(), range(32)))
    assert len(keyring().keys) == 1
    assert [found.name for found in file.parent.iterdir()] == ["keys"]


def test_a_file_that_cannot_be_made_is_said_so(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.with_name("plain").touch()
    monkeypatch.setenv(FILE_VARIABLE, str(file.with_name("plain") / "keys"))
    with pytest.raises(KeyProblem, match="cannot be made"):
        make_key_file()


def test_without_a_file_nothing_is_sealed_and_no_key_is_made(file: Path) -> None:
    with pytest.raises(KeyProblem, match="no key file"):
        seal("Dana")
    assert not file.exists()


def test_a_file_that_changed_is_read_again(file: Path) -> None:
    make_key_file()
    token, first, number = seal("Dana"), keyring().newest, blind(NUMBER)
    file.write_text(f"{new_key()}\n{first.line}\n")
    assert keyring().newest != first
    assert unseal(token) == "Dana"
    write_key_file(file, [keyring().newest, first.retired()])
    with pytest.raises(KeyProblem, match="missing"):
        unseal(token)
    assert number in blinds(NUMBER)  # a retired key still finds


def test_a_column_is_sealed_in_the_file(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'x.db'}")
    table = Table("people", MetaData(), Column("id", Integer, primary_key=True), Column("name", SealedText))
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(insert(table), [{"name": "Dana"}, {"name": None}])
        assert connection.execute(select(table.c.name)).scalars().all() == ["Dana", None]
        assert is_sealed(connection.execute(text("select name from people")).scalars().first())
    assert b"Dana" not in (tmp_path / "x.db").read_bytes()
