"""Trains the assistant: `python -m assistant.train`. It serves only when it passes the safety check (assistant/versions.py
says what serves). Rasa's own output goes to `var/log/`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from assistant.processes import QUIET
from assistant.versions import ENDING, VersionError, Versions

ROOT = Path(__file__).resolve().parents[1]
MODEL_NAME = "candidate"
STAMP_FILE = "trained-from.txt"  # for the Makefile
LOG_FILE = ROOT / "var" / "log" / "train.log"
TICK = 3  # seconds between signs of life


def train() -> None:
    """Train and try the outcome, with a sign of life every few seconds. Exits with what went wrong; then what served still does."""
    LOG_FILE.parent.mkdir(parents=True, exist_ok=True)
    versions = Versions()
    new = versions.folder / "new"  # apart from the models that serve, on the same disk
    new.mkdir(parents=True, exist_ok=True)
    try:
        candidate = _trained(new)
        _refuse_unsafe(candidate, versions)
        version = versions.install(candidate)
    except VersionError as problem:
        sys.exit(str(problem))
    finally:
        shutil.rmtree(new, ignore_errors=True)
    (versions.folder / STAMP_FILE).write_text("see the Makefile for what this depends on\n")
    print(f"It passed the safety check and serves as {version.name}; `python -m assistant.rollback` takes it back.", flush=True)


def _trained(folder: Path) -> Path:
    command = [sys.executable, "-m", "rasa", "train", "--out", str(folder), "--fixed-model-name", MODEL_NAME]
    command.append("--skip-validation")  # the tests validate the data, and fail where this only writes to the log
    file = folder / (MODEL_NAME + ENDING)
    with LOG_FILE.open("w") as log:
        code = _run("Training the assistant (a minute or two) ", command, log, log)
    if code != 0 or not file.exists():
        tail = "\n".join(LOG_FILE.read_text().splitlines()[-12:])
        sys.exit(f"Training failed. The end of {LOG_FILE.relative_to(ROOT)}:\n{tail}")
    return file


def _refuse_unsafe(candidate: Path, versions: Versions) -> None:
    """Exit with the lines that failed, unless the model passes. A process of its own: this one has no need of Rasa."""
    found = LOG_FILE.with_name("safety.log")
    command = [sys.executable, "-m", "assistant.safety_check", str(candidate)]
    with found.open("w") as told, LOG_FILE.open("a") as log:
        code = _run("Trying whether danger is seen and answered ", command, told, log)
    if code == 0:
        return
    problems = found.read_text("utf-8").strip() or f"The check itself did. See {LOG_FILE.relative_to(ROOT)}."
    try:
        stays = f"{versions.current().name} serves as before (`python -m assistant.run` starts it)."
    except VersionError:
        stays = "No model serves."
    sys.exit(f"The new model is refused, it is not safe. {stays} What failed:\n{problems}")


def _run(words: str, command: list[str], out: IO[str], errors: IO[str]) -> int:
    started = time.monotonic()
    environment = {**os.environ, **QUIET, "PYTHONPATH": str(ROOT)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=errors)
    print(words, end="", flush=True)
    while process.poll() is None:
        time.sleep(TICK)
        print(".", end="", flush=True)
    print(f" {time.monotonic() - started:.0f} s", flush=True)
    return process.returncode


if __name__ == "__main__":
    train()
