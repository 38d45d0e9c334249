"""What a change of model costs those who talk meanwhile: `python -m tests.journeys.model_change`.

Prints how long an assistant takes to answer with no change going on and while models are changed, and its memory after each.
The models are copies of the one that serves, so nothing is trained.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, List

from admissions.clock import now
from assistant.versions import Versions
from tests.journeys.live import Live

PAUSE = 0.1  # seconds between two messages
A_CHAT = 18  # messages; a visitor may not say many more in a minute
SETTLED = 22.0  # seconds after a change in which the old model is let go


@dataclass
class Talker:
    """Somebody who asks one question after the other, always as another visitor after a while."""

    live: Live
    times: List[float] = field(default_factory=list)  # milliseconds
    failed: int = 0
    stop: bool = False

    def talk(self) -> None:
        while not self.stop:
            visitor = self.live.visitor()
            for _ in range(A_CHAT):
                began = time.perf_counter()
                try:
                    self.failed += "5,000" not in visitor.say("how much does it cost")
                except AssertionError:
                    self.failed += 1
                self.times.append(1000 * (time.perf_counter() - began))
                time.sleep(PAUSE)

    def take(self) -> List[float]:
        times, self.times = self.times, []
        return times


def megabytes(process: int, what: str) -> float:
    status = Path(f"/proc/{process}/status").read_text()
    return next(int(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith(what))


def line(name: str, times: List[float], memory: float) -> str:
    ordered = sorted(times)
    p95 = ordered[int(0.95 * len(ordered))]
    return f"{name:18} {len(times):5} messages  p50 {statistics.median(times):6.1f} ms  p95 {p95:6.1f}  longest {ordered[-1]:6.1f}  {memory:6.0f} MB"


def health(live: Live) -> Any:
    return live.visitor().call("GET", "health")[1]["version"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--changes", type=int, default=5)
    changes = parser.parse_args().changes
    with tempfile.TemporaryDirectory() as folder:
        live = Live(Path(folder), now().isoformat())
        try:
            live.start()
            measure(live, changes)
        finally:
            live.stop()


def measure(live: Live, changes: int) -> None:
    assert live.assistant
    process = live.assistant.pid
    talker = Talker(live)
    thread = threading.Thread(target=talker.talk)
    thread.start()
    try:
        time.sleep(10)
        talker.take()
        time.sleep(20)
        print(line("no change", talker.take(), megabytes(process, "VmRSS")), flush=True)
        shipped = Versions(live.models).current().file.resolve()
        for number in range(1, changes + 1):
            candidate = live.models / "candidate"
            candidate.symlink_to(shipped)
            talker.take()
            began = time.monotonic()
            version = Versions(live.models).install(candidate)
            while health(live) != version.name:
                time.sleep(0.5)
            took, times = time.monotonic() - began, talker.take()
            time.sleep(SETTLED)
            print(line(f"change {number}, {took:.0f} s", times, megabytes(process, "VmRSS")), flush=True)
            print(line("  the time after", talker.take(), megabytes(process, "VmRSS")), flush=True)
        print(f"{talker.failed} messages without the right answer; at most {megabytes(process, 'VmHWM'):.0f} MB", flush=True)
    finally:
        talker.stop = True
        thread.join()


if __name__ == "__main__":
    main()
