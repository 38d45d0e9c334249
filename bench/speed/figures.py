"""The arithmetic: percentiles, medians of ratios, and what must be reached."""

from __future__ import annotations

import math
import statistics
from dataclasses import dataclass
from typing import Sequence

PERCENTILES = (50, 95, 99)


def percentile(values: Sequence[float], percent: float) -> float:
    """The smallest value that at least `percent` per cent of all do not exceed. Raises `ValueError` for no values."""
    if not values:
        raise ValueError("There is nothing to take a percentile of.")
    return sorted(values)[max(1, math.ceil(len(values) * percent / 100)) - 1]


def percentiles(values: Sequence[float]) -> dict[str, float]:
    return {f"p{percent}": percentile(values, percent) for percent in PERCENTILES}


def median_ratio(over: Sequence[float], under: Sequence[float]) -> float:
    """The median of the ratios within each round; a round that disturbed both counts for no more than another."""
    if not over or len(over) != len(under):
        raise ValueError("Ratios need the same rounds of both, and at least one.")
    return statistics.median(top / bottom for top, bottom in zip(over, under))


@dataclass(frozen=True)
class Target:
    """What a ratio must reach: at least `bound` where `higher` is better, at most `bound` otherwise."""

    name: str
    words: str
    bound: float
    higher: bool = False

    def reached(self, ratio: float) -> bool:
        return ratio >= self.bound if self.higher else ratio <= self.bound


TARGETS = {
    target.name: target
    for target in (
        Target("rush", "messages a second at 16 users, ours to stock", 8, higher=True),
        Target("turn", "turn time at 1 user (p50), ours to stock", 1 / 6),
        Target("start", "cold start to the first answer, ours to stock", 1 / 3),
        Target("memory", "memory, ours to stock", 0.6),
        Target("length", "our turn time at message 500 to that at message 10", 1.3),
        Target("two", "messages a second, two assistants on two cores to one on one", 1.7, higher=True),
    )
}


def around(times: Sequence[float], message: int, window: int) -> float:
    """The median turn time of the `window` messages that end with number `message`, counted from 1."""
    return statistics.median(times[message - window : message])
