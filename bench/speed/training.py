"""How long training takes: ours by the clock, stock Rasa's computed from few epochs."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from assistant.processes import ROOT
from bench.speed import stock

_PROGRESS = re.compile(r"Epochs: +\d+%\|[^|]*\| (\d+)/(\d+) \[([\d:]+)<")
NOTES = "training.json"


class TrainingFailed(RuntimeError):
    """Ours could not be trained; the message holds the last words."""


@dataclass(frozen=True)
class StockTraining:
    """Seconds. `computed`: what `stock.DEFAULT_EPOCHS` epochs take: the part without epochs, and that many of each network."""

    epochs: int
    seconds: float
    seconds_per_epoch: float
    computed: float


def _seconds(clock: str) -> int:
    """`2:03` or `1:02:03`."""
    total = 0
    for part in clock.split(":"):
        total = 60 * total + int(part)
    return total


def epochs_in(log: str) -> list[tuple[float, float]]:
    """For each network, from the progress bars in Rasa's log: seconds of all its epochs, and of one. The first epoch also
    builds the network, so it does not count for the second figure when there are more."""
    figures: list[tuple[float, float]] = []
    first = 0
    for done, _, clock in _PROGRESS.findall(log):
        number, seconds = int(done), _seconds(clock)
        if number == 0:  # a bar begins
            figures.append((0.0, 0.0))
        elif not figures:
            continue
        elif number == 1:
            first = seconds
            figures[-1] = (float(seconds), float(seconds))
        else:
            figures[-1] = (float(seconds), (seconds - first) / (number - 1))
    return figures


def computed(seconds: float, epochs: int, log: str) -> StockTraining:
    networks = epochs_in(log)
    of_one = sum(one for _, one in networks)
    without = seconds - sum(whole for whole, _ in networks)
    return StockTraining(epochs, seconds, of_one, without + stock.DEFAULT_EPOCHS * of_one)


def train_stock(folder: Path, epochs: int) -> Path:
    """The model of stock Rasa, trained unless `folder` holds one of the same data and epochs. Raises `StockFailed`."""
    notes, wanted = folder / NOTES, stock.fingerprint(epochs)
    model = folder / "stock.tar.gz"
    if model.exists() and notes.exists() and json.loads(notes.read_text("utf-8"))["fingerprint"] == wanted:
        return model
    model, seconds = stock.train(folder, epochs)
    told = computed(seconds, epochs, (folder / stock.LOG).read_text("utf-8", "replace"))
    notes.write_text(json.dumps({"fingerprint": wanted, **asdict(told)}), "utf-8")
    return model


def noted(model: Path) -> StockTraining | None:
    """How long the training of a stock model took, if it was noted beside it."""
    notes = model.parent / NOTES
    if not notes.exists():
        return None
    told = json.loads(notes.read_text("utf-8"))
    told.pop("fingerprint")
    return StockTraining(**told)


def train_ours(folder: Path) -> float:
    """Seconds that training the shipped assistant takes, into `folder`. Raises `TrainingFailed`."""
    command = [sys.executable, "-m", "rasa", "train", "--out", str(folder), "--skip-validation", "--force"]
    started = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise TrainingFailed(f"The assistant could not be trained: {' '.join(done.stderr.splitlines()[-1:])}")
    return time.monotonic() - started
