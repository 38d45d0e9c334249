"""Node, for those tests that build the widget or need a package of npm. Nobody needs it to run the assistant."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from functools import lru_cache
from pathlib import Path

import pytest

WIDGET = Path(__file__).resolve().parents[2] / "widget"
OLDEST = 18


@lru_cache(maxsize=1)
def missing() -> str:
    """Why there is no usable Node with the widget's packages; empty if there is one."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return "Node is not on this machine"
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    if int(version.lstrip("v").split(".")[0] or 0) < OLDEST:
        return f"Node is {version}, and the tests need {OLDEST} or newer"
    with (WIDGET / "package-lock.json").open() as lock:  # several test processes ask for it at once
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (WIDGET / "node_modules" / ".package-lock.json").exists():  # npm writes it when all is there
            done = subprocess.run([npm, "ci", "--ignore-scripts"], cwd=WIDGET, capture_output=True, text=True, check=False)
            if done.returncode:
                return "npm ci could not install the widget's packages"
    return ""


def needs_node(what: str) -> None:
    """Skips the test, saying that `what` was left out."""
    if why := missing():
        pytest.skip(f"{what} left out: {why}.")


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=WIDGET, capture_output=True, text=True, check=False, env={**os.environ, "NO_COLOR": "1"})
