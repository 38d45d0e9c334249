"""A process that ends is started again, not too often, and its last words are kept."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from assistant.kept_running import KeptRunning
from assistant.processes import Process

PAUSE = 0.5


def ended(process: Process) -> None:
    deadline = time.monotonic() + 10
    while process.running and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not process.running


def test_it_is_started_again_and_what_it_said_is_kept(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [sys.executable, "-c", "print('my last words')"]
    kept = KeptRunning(lambda: Process("brief", command, {}, tmp_path), PAUSE)
    first = kept.process
    ended(first)
    kept.look()
    assert kept.process is first  # it has only just been started
    time.sleep(PAUSE)
    kept.look()
    assert kept.process is not first
    assert "my last words" in (tmp_path / "brief.before.log").read_text("utf-8")
    assert "brief process has ended and is started again" in capsys.readouterr().out
    kept.stop()


def test_what_runs_is_left_alone(tmp_path: Path) -> None:
    kept = KeptRunning(lambda: Process("long", [sys.executable, "-c", "import time; time.sleep(60)"], {}, tmp_path), 0)
    first = kept.process
    kept.look()
    assert kept.process is first and first.running
    kept.stop()
    assert not first.running
