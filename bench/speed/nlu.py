"""Understanding by itself, without a server: `python -m bench.speed.nlu OURS STOCK` prints milliseconds a message as JSON.

A process of its own, since it holds both models.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from pathlib import Path

from assistant.processes import ROOT
from bench.report import OWN, read

MESSAGES = 200


class NluFailed(RuntimeError):
    """Neither time could be taken; the message holds the last words of the attempt."""


def in_a_process(ours: Path, stock: Path) -> dict[str, float]:
    """`ours`, `stock` and `encoder`, the median milliseconds a message. Raises `NluFailed`."""
    command = [sys.executable, "-m", "bench.speed.nlu", str(ours), str(stock)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    if done.returncode:
        raise NluFailed(f"The time for understanding could not be taken: {' '.join(done.stderr.splitlines()[-1:])}")
    times: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return times


def _encoder(texts: list[str]) -> float:
    from assistant.language.build import load_encoder

    encoder, times = load_encoder(), []
    for text in texts:
        started = time.perf_counter()
        encoder.encode(text)
        times.append(1000 * (time.perf_counter() - started))
    return statistics.median(times)


def main() -> int:
    from bench.classifiers import Parsed, in_turns

    texts = [row["text"] for row in read(OWN / "questions.csv")][:MESSAGES]
    models = [Parsed(file) for file in sys.argv[1:]]
    for model in models:
        model(texts[0])
    ours, stock = in_turns(models[0], models[1], texts)
    print(json.dumps({"ours": ours, "stock": stock, "encoder": _encoder(texts)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
