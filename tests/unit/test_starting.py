"""A wrong setting ends a process at its start, with one line that says what to write, however it is started."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from admissions.database import engine
from admissions.starting import PROBLEMS, try_settings
from assistant.ports import LOOPBACK
from tests.conftest import ROOT

SERVE = ("assistant.serve", "run", "--endpoints", "deploy/endpoints.yml", "--model", "models/none.tar.gz")
RUN, ACTIONS = ("assistant.run",), ("actions", "--actions", "actions")


@pytest.mark.parametrize(
    ("variable", "value", "says"),
    [
        ("DATABASE_URL", "postgres://a:secret@localhost/x", "write postgresql://"),
        ("DATABASE_URL", "postgresql://a:secret@localhost:port/x", "no database URL for SQLite"),
        ("DATABASE_URL", "mysql://a:secret@localhost/x", "no database URL for SQLite"),
        ("DATABASE_URL", "nonsense", "no database URL for SQLite"),
        ("ADMISSIONS_KEYS", "abc", "no key"),
        ("ADMISSIONS_NOW", "yesterday", "ADMISSIONS_NOW"),
        ("ADMISSIONS_PROGRAM", "nowhere.yml", "nowhere.yml cannot be read"),
    ],
)
def test_what_can_never_work_is_told(
    database: str, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, says: str
) -> None:
    from admissions.program import program

    monkeypatch.setenv(variable, value)
    program.cache_clear()
    with pytest.raises(PROBLEMS, match=says) as told:
        try_settings(database_may_be_away=True)
    program.cache_clear()
    assert "secret" not in str(told.value) and "\n" not in str(told.value)


@pytest.mark.parametrize("url", ["sqlite:////proc/none/here.db", f"postgresql://a:secret@{LOOPBACK}:1/x"])
def test_a_database_that_is_away_is_named_and_may_come_back(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    try_settings(database_may_be_away=True)
    (record,) = caplog.records
    assert record.levelno == logging.ERROR
    assert "cannot be made" in record.getMessage() or "Connection refused" in record.getMessage()
    assert "secret" not in record.getMessage() and "\n" not in record.getMessage()
    with pytest.raises(PROBLEMS):
        try_settings(database_may_be_away=False)


def test_no_connection_is_left_for_a_process_that_is_begun_later(database: str) -> None:
    try_settings(database_may_be_away=False)
    assert engine.cache_info().currsize == 0


@pytest.mark.parametrize(
    ("command", "variable", "value", "says"),
    [
        (SERVE, "CHAT_ALLOWED_ORIGINS", "www.example.org", "CHAT_ALLOWED_ORIGINS: www.example.org is no website"),
        (RUN, "NOTIFIER_FOLDER", "/proc/none", "NOTIFIER_FOLDER: /proc/none cannot be made"),
        (ACTIONS, "ADMISSIONS_KEYS", "abc", "no key"),
    ],
)
def test_every_way_to_start_says_one_line_and_fails(
    database: str, command: tuple[str, ...], variable: str, value: str, says: str
) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), variable: value}
    done = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert says in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_port_that_is_taken_fails_a_start_by_itself(database: str) -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "assistant.serve", "run", "--port", port, "--interface", LOOPBACK]
        done = subprocess.run(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert (done.returncode, f"Port {port} is taken" in done.stderr) == (1, True)


def test_redis_is_looked_for_where_the_endpoints_ask_for_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.redis_url import RedisUrlProblem, check_redis_url

    monkeypatch.delenv("REDIS_URL", raising=False)
    check_redis_url(ROOT / "endpoints.yml")
    check_redis_url(tmp_path / "none.yml")
    with pytest.raises(RedisUrlProblem, match="REDIS_URL is not set"):
        check_redis_url(ROOT / "deploy" / "endpoints.yml")
    monkeypatch.setenv("REDIS_URL", "rediss://:secret@redis:6379/0")
    check_redis_url(ROOT / "deploy" / "endpoints.yml")
