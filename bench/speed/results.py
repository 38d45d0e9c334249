"""What a run found, as plain data: what reports/speed.json holds, and what the table and the picture are made from."""

from __future__ import annotations

import statistics
from itertools import chain
from typing import Any

from bench.speed.figures import TARGETS, median_ratio, percentiles
from bench.speed.measure import Measured
from bench.speed.plan import POSITIONS

Results = dict[str, Any]


def of_system(found: Measured) -> Results:
    """The figures of one system; what was not measured is absent."""
    figures: Results = {
        "turn_ms": percentiles(list(chain(*found.turns))),
        "turn_ms_in_the_rush": percentiles(list(chain(*found.rush_turns))),
        "messages_per_second": statistics.median(found.rates),
        "turn_ms_often": percentiles(list(chain(*found.often_turns))),
        "messages_per_second_often": statistics.median(found.often_rates),
        "start_seconds": statistics.median(found.starts),
        "memory_mb": _middle(found.memory),
        "memory_after_messages": found.memory_after,
        "memory_mb_at_end": _middle(found.memory_at_end),
        "messages_at_end": statistics.median(found.messages_at_end),
        "without_answer": found.failed,
        "answered_with_nothing": found.silent,
        "rounds": {
            "start_seconds": found.starts,
            "turn_ms_p50": [statistics.median(times) for times in found.turns],
            "messages_per_second": found.rates,
            "memory_mb": found.memory,
            "length_ms": [{str(at): time for at, time in lengths.items()} for lengths in found.lengths],
        },
    }
    if found.single_rates:
        figures["messages_per_second_one_process"] = statistics.median(found.single_rates)
    if found.lengths:
        figures["length_ms"] = {
            str(at): statistics.median(lengths[at] for lengths in found.lengths) for at in POSITIONS if at in found.lengths[0]
        }
    return figures


def _middle(memory: list[dict[str, float]]) -> dict[str, float]:
    return {kind: statistics.median(of[kind] for of in memory) for kind in memory[0]}


def ratios(ours: Measured, stock: Measured) -> dict[str, float]:
    """By the names of `figures.TARGETS`, each the median of the ratios within a slice or a round."""
    middle = [[statistics.median(times) for times in found.turns] for found in (ours, stock)]
    resident = [[memory["rss"] for memory in found.memory] for found in (ours, stock)]
    first, last = POSITIONS[0], POSITIONS[-1]
    slices = len(stock.rates) // len(ours.single_rates)
    by_round = [statistics.median(stock.rates[at : at + slices]) for at in range(0, len(stock.rates), slices)]
    return {
        "rush": median_ratio(ours.rates, stock.rates),
        "single_rush": median_ratio(ours.single_rates, by_round),
        "often_rush": median_ratio(ours.often_rates, stock.often_rates),
        "often_turn": median_ratio(*[[statistics.median(times) for times in found.often_turns] for found in (ours, stock)]),
        "turn": median_ratio(*middle),
        "start": median_ratio(ours.starts, stock.starts),
        "memory": median_ratio(*resident),
        "length": median_ratio([length[last] for length in ours.lengths], [length[first] for length in ours.lengths]),
    }


def all_ratios(results: Results) -> dict[str, float]:
    """Every ratio that has a target, from both parts of a run."""
    found = dict(results.get("ratios", {}))
    if "two" in results:
        found["two"] = results["two"]["ratio"]
    return {name: found[name] for name in TARGETS if name in found}
