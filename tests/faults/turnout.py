"""Visitors who come one after the other on several threads; what goes wrong for one does not keep the others away."""

from __future__ import annotations

import threading
import time
from itertools import count
from typing import Callable

from tests.faults.chat import PatienceLost


def visit_all(visitors: int, most: int, end: float, visit: Callable[[int], None], lost_patience: str) -> list[str]:
    """`visitors` threads call `visit` with 0, 1, 2 … until `most` have come or `end` (by the monotonic clock) has passed. Returns a
    line for each who gave up; `lost_patience` says what such a one did not get."""
    numbers, lock, gave_up = count(), threading.Lock(), list[str]()

    def come() -> None:
        while time.monotonic() < end:
            with lock:
                number = next(numbers)
            if number >= most:
                return
            try:
                visit(number)
            except PatienceLost:
                gave_up.append(f"visitor {number} {lost_patience}")
            except Exception as problem:  # told at the end; the other visitors go on
                gave_up.append(f"visitor {number}: {problem!r}")

    threads = [threading.Thread(target=come) for _ in range(visitors)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return gave_up
