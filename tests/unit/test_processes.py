"""What a process said outlives its successor's start, and no process outlives the one that began it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest

from assistant import processes
from assistant.processes import Process
from tests.conftest import ROOT

BEGINS_ONE = """
import sys, time
from pathlib import Path
from assistant.processes import Process
print(Process("child", [sys.executable, "-c", "import time; time.sleep(60)"], {}, Path(sys.argv[1])).pid, flush=True)
time.sleep(60)
"""


def ended(process: Process) -> None:
    deadline = time.monotonic() + 20
    while process.running and time.monotonic() < deadline:
        time.sleep(0.02)


def test_the_log_of_one_that_died_is_kept_when_it_is_started_again(tmp_path: Path) -> None:
    for said in ("why I died", "I live again"):
        ended(process := Process("assistant", [sys.executable, "-c", f"print('{said}')"], {}, tmp_path))
    assert "I live again" in process.log.read_text()
    assert "why I died" in process.before.read_text()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux ends a process with its parent")
def test_a_child_ends_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    parent = subprocess.Popen([sys.executable, "-c", BEGINS_ONE, tmp_path], env=environment, stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    child = psutil.Process(int(parent.stdout.readline()))
    parent.send_signal(signal.SIGKILL)
    parent.communicate()
    psutil.wait_procs([child], timeout=20)
    assert not child.is_running()


@pytest.mark.parametrize("where", ["our environment", "its own"])
def test_redis_is_used_wherever_it_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str) -> None:
    begun: list[Path] = []
    monkeypatch.setattr(processes, "Process", lambda *given: given)
    monkeypatch.setattr(processes, "endpoints_for", lambda port, folder, template: begun.append(template) or template)
    monkeypatch.delenv("REDIS_URL", raising=False)
    (tmp_path / "m.tar.gz").touch()
    processes.start_assistant(1, 2, tmp_path, models=tmp_path)
    own = {"REDIS_URL": "redis://x"} if where == "its own" else {}
    if not own:
        monkeypatch.setenv("REDIS_URL", "redis://x")
    processes.start_assistant(1, 2, tmp_path, models=tmp_path, **own)
    assert begun == [processes.ENDPOINTS, processes.ENDPOINTS_OF_SEVERAL]
