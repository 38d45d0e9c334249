"""`make run` ends with the terminal that it was begun in, unless it was told to outlive it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests.conftest import ROOT

HUNG_UP = """
import os, signal, sys, time
from assistant import run

def serving():
    os.kill(os.getpid(), signal.SIGHUP)
    time.sleep(0.2)
    print("serves on")

run._try_settings, run.run = lambda: None, serving
sys.exit(run.main())
"""


@pytest.mark.parametrize(("before", "says"), [(signal.SIG_DFL, "Stopped."), (signal.SIG_IGN, "serves on")])  # the second: nohup
def test_a_terminal_that_is_closed_stops_it(before: signal.Handlers, says: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", HUNG_UP],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=lambda: signal.signal(signal.SIGHUP, before),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stdout.strip()) == (0, says)
