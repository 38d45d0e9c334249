"""The notifier as a process: it delivers, stops when told, and comes through what happens to processes."""

from __future__ import annotations

import signal
from collections import Counter
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
import sqlalchemy as sa

from admissions.callbacks.agreed import Agreed
from admissions.callbacks.store import book
from admissions.database import database_url, transaction
from admissions.outbox import SENDING, undelivered
from assistant.processes import Process, start_notifier
from tests.notifier.conftest import wait_for
from tests.receivers import HANG, Mailbox, Receiver

NAME, NUMBER = "Quixotania", "+16145550135"


@pytest.fixture
def start(tmp_path: Path, now: datetime, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], Process]]:
    monkeypatch.setenv("ADMISSIONS_NOW", now.isoformat())  # or the callbacks are old enough to be purged
    started: list[Process] = []

    def one_more() -> Process:
        started.append(start_notifier(tmp_path / f"log{len(started)}"))
        return started[-1]

    yield one_more
    for process in started:
        process.stop(signal.SIGKILL)


@pytest.fixture
def booked(either_database: str, agreed: Agreed, now: datetime, program_lines: Callable[..., None]) -> Callable[[int], str]:
    program_lines(callback_capacity=0)

    def one_more(number: int) -> str:
        return book(replace(agreed, name=NAME, conversation_id=f"chat-{number}"), now).reference

    return one_more


def keys(receiver: Receiver) -> Counter[str]:
    return Counter(headers["Idempotency-Key"] for headers, _ in receiver.requests)


def test_it_tells_by_every_channel_and_stops_when_told(mailbox: Mailbox, receiver: Receiver, booked: Any, start: Any) -> None:
    reference = booked(1)
    process = start()
    wait_for(lambda: mailbox.mails and receiver.requests and not undelivered())
    process.stop(signal.SIGTERM)
    assert process._child.returncode == 0
    assert reference in process.log.read_text()


def test_nothing_set_up_is_no_reason_to_end(either_database: str, start: Any) -> None:
    process = start()
    wait_for(lambda: "no channel" in process.log.read_text())
    assert process.running
    process.stop(signal.SIGTERM)
    assert process._child.returncode == 0


def test_a_wrong_setting_is_one_sentence(either_database: str, start: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOTIFY_WEBHOOK", "http://crm.example.com")
    process = start()
    wait_for(lambda: not process.running)
    assert process.log.read_text().startswith("NOTIFY_WEBHOOK: write an https")
    assert "Traceback" not in process.log.read_text()


def test_two_notifiers_tell_everything_once(receiver: Receiver, booked: Any, start: Any) -> None:
    references = [booked(number) for number in range(30)]
    start(), start()
    wait_for(lambda: not undelivered(), 60)
    assert keys(receiver) == Counter(f"{reference}-0-webhook" for reference in references)


def test_killed_while_it_hands_over(receiver: Receiver, booked: Any, start: Any) -> None:
    reference = booked(1)
    receiver.statuses = [HANG]
    process = start()
    wait_for(lambda: receiver.requests)
    process.stop(signal.SIGKILL)
    assert undelivered()[0].state == SENDING
    with transaction() as session:  # as if the lease had run out
        session.execute(sa.text("UPDATE outbox SET lease_until = '2000-01-01'"))
    start()
    wait_for(lambda: not undelivered())
    assert keys(receiver) == {f"{reference}-0-webhook": 2}  # the receiver knows by the key that it is one
    assert receiver.requests[0][1] == receiver.requests[1][1]


@pytest.mark.parametrize("either_database", ["sqlite"], indirect=True)
def test_a_database_that_goes_away_and_comes_back(receiver: Receiver, booked: Any, start: Any) -> None:
    booked(1)
    process = start()
    wait_for(lambda: not undelivered())
    file = Path(database_url().removeprefix("sqlite:///"))
    parts = [part for part in (file, Path(f"{file}-wal"), Path(f"{file}-shm")) if part.exists()]
    away = [part.rename(f"{part}.away") for part in parts]
    file.mkdir()
    wait_for(lambda: "waits for it" in process.log.read_text())
    file.rmdir()
    for part, moved in zip(parts, away):
        moved.rename(part)
    booked(2)
    wait_for(lambda: len(receiver.requests) == 2)


@pytest.mark.parametrize("either_database", ["postgresql"], indirect=True)
def test_a_server_that_hangs_up(receiver: Receiver, booked: Any, start: Any, postgres: Any) -> None:
    booked(1)
    start()
    for number in range(2, 5):
        wait_for(lambda: not undelivered())
        postgres.hang_up(database_url())
        booked(number)
    wait_for(lambda: len(receiver.requests) == 4)


def test_no_name_or_number_is_in_clear_anywhere(
    either_database: str,
    mailbox: Mailbox,
    receiver: Receiver,
    booked: Any,
    start: Any,
    tmp_path: Path,
    request: pytest.FixtureRequest,
) -> None:
    """Neither waiting, nor delivered, nor when the receiver refuses it."""
    receiver.statuses, mailbox.replies = [500], [f"451 cannot take {NAME} {NUMBER}"]
    reference = booked(1)
    if either_database.startswith("postgresql"):
        with transaction() as session:  # on disk, as after a while
            session.connection().exec_driver_sql("SELECT pg_switch_wal()")
    process = start()
    wait_for(lambda: len(undelivered()) == 2 and all(notice.last_problem for notice in undelivered()))
    process.stop(signal.SIGTERM)
    folders = [tmp_path]
    if either_database.startswith("postgresql"):
        folders.append(request.getfixturevalue("postgres").folder)
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    seen = {file: file.read_bytes() for file in files}
    assert any(reference.encode() in held for held in seen.values())  # looks where it should
    for clear in (NAME, NUMBER[1:], NUMBER[2:], "(614) 555-0135"):
        assert [file for file, held in seen.items() if clear.encode() in held] == []
