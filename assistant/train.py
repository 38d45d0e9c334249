"""Trains the assistant into `models/assistant`: `python -m assistant.train`. Rasa's own output goes to `var/log/`."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "models" / "assistant"
MODEL_NAME = "admissions"
MODEL_FILE = FOLDER / f"{MODEL_NAME}.tar.gz"
LOG_FILE = ROOT / "var" / "log" / "train.log"
TICK = 3  # seconds between signs of life


def train() -> None:
    """Train, with a sign of life every few seconds. Exits with the end of the log when it fails."""
    LOG_FILE.parent.mkdir(parents=True, exist_ok=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    command = [sys.executable, "-m", "rasa", "train", "--out", str(FOLDER), "--fixed-model-name", MODEL_NAME]
    command.append("--skip-validation")  # the tests validate the data, and fail where this only writes to the log
    with LOG_FILE.open("w") as log:
        process = subprocess.Popen(command, cwd=ROOT, stdout=log, stderr=subprocess.STDOUT)
        print("Training the assistant (about two minutes) ", end="", flush=True)
        while process.poll() is None:
            time.sleep(TICK)
            print(".", end="", flush=True)
    print(f" {time.monotonic() - started:.0f} s", flush=True)
    if process.returncode != 0 or not MODEL_FILE.exists():
        tail = "\n".join(LOG_FILE.read_text().splitlines()[-12:])
        sys.exit(f"Training failed. The end of {LOG_FILE.relative_to(ROOT)}:\n{tail}")
    (FOLDER / "trained-from.txt").write_text("see the Makefile for what this depends on\n")


if __name__ == "__main__":
    train()
