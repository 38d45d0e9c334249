"""The figures as a table: in the terminal and in docs/performance.md."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rich.table import Table

from bench.speed.figures import TARGETS
from bench.speed.plan import USERS
from bench.speed.results import Results, all_ratios

HEADS = ("figure", "ours", "stock Rasa", "the floor", "ratio", "target", "")


@dataclass(frozen=True)
class Line:
    figure: str
    ours: str = ""
    stock: str = ""
    floor: str = ""
    target: str = ""  # the name of one
    ratio: float | None = None  # one that has none

    def cells(self, ratios: dict[str, float]) -> tuple[str, ...]:
        if self.target not in ratios:
            told = "" if self.ratio is None else f"{self.ratio:.2f}"
            return (self.figure, self.ours, self.stock, self.floor, told, "", "")
        ratio, target = ratios[self.target], TARGETS[self.target]
        bound = f"{'≥' if target.higher else '≤'} {target.bound:.3g}"
        return (self.figure, self.ours, self.stock, self.floor, f"{ratio:.2f}", bound, verdict(self.target, ratio))


def verdict(name: str, ratio: float) -> str:
    return "reached" if TARGETS[name].reached(ratio) else "NOT reached"


def _ms(value: float) -> str:
    return f"{value:.1f} ms" if value < 100 else f"{value:.0f} ms"


def _long(seconds: float) -> str:
    if seconds < 120:
        return f"{seconds:.1f} s"
    return f"{seconds / 60:.0f} min" if seconds < 7200 else f"{seconds / 3600:.1f} h"


def lines(results: Results) -> list[Line]:
    """One for each figure that was measured, in the order in which they are read."""
    made = _against_stock(results) if "ours" in results else []
    if "two" in results:
        two = results["two"]
        whole = f"{two['conversations'] - two['broken']} of {two['conversations']}"
        rates = f"{two['rate']['two']:.0f} against {two['rate']['one']:.0f} /s"
        made.append(Line("two assistants on two cores against one on one core", rates, target="two"))
        made.append(Line("conversations intact, meanwhile", whole))
    return made


def _each(figure: str, values: list[str], target: str = "", ratio: float | None = None) -> Line:
    """`values`: ours, stock, the floor."""
    ours, stock, floor = values
    return Line(figure, ours, stock, floor, target, ratio)


def _against_stock(results: Results) -> list[Line]:
    ours, stock, floor = (results[name] for name in ("ours", "stock", "floor"))
    every: tuple[dict[str, Any], ...] = (ours, stock, floor)
    made = []
    for at in ("p50", "p95", "p99"):
        target = "turn" if at == "p50" else ""
        made.append(_each(f"turn time at 1 user, {at}", [_ms(of["turn_ms"][at]) for of in every], target))
    made.append(_each(f"messages a second at {USERS} users", [f"{of['messages_per_second']:.0f}" for of in every], "rush"))
    single = [f"{ours['messages_per_second_one_process']:.0f}", f"{stock['messages_per_second']:.0f}", ""]
    made.append(_each("the same, ours as one process (`ASSISTANT_PROCESSES=1`)", single, ratio=results["ratios"]["single_rush"]))
    made.append(_each(f"turn time at {USERS} users, p95", [_ms(of["turn_ms_in_the_rush"]["p95"]) for of in every]))
    made += _often(every, results["ratios"])
    last = list(ours["length_ms"])[-1]
    for at, time in ours["length_ms"].items():
        of_stock = stock.get("length_ms", {}).get(at)
        told = _ms(of_stock) if of_stock else "not measured"
        made.append(Line(f"turn time at message {at}", _ms(time), told, target="length" if at == last else ""))
    made.append(_each("cold start to the first answer", [f"{of['start_seconds']:.1f} s" for of in every], "start"))
    after = f"memory after {ours['memory_after_messages']} messages"
    made.append(_each(f"{after} (RSS)", [f"{of['memory_mb']['rss']:.0f} MB" for of in every], "memory"))
    made.append(_each(f"{after} (PSS)", [f"{of['memory_mb']['pss']:.0f} MB" for of in every]))
    end = [f"{of['memory_mb_at_end']['rss']:.0f} MB after {of['messages_at_end']:.0f}" for of in every]
    made.append(_each("memory at the end (RSS), after so many messages", end))
    if nlu := results.get("nlu"):
        encoder = f"{_ms(nlu['encoder'])} (the encoder)"
        made.append(Line("understanding one message, no server", _ms(nlu["ours"]), _ms(nlu["stock"]), encoder))
    return made + _training(results.get("training", {}))


def _often(every: tuple[dict[str, Any], ...], ratios: dict[str, float]) -> list[Line]:
    turns = [_ms(of["turn_ms_often"]["p50"]) for of in every]
    rates = [f"{of['messages_per_second_often']:.0f}" for of in every]
    return [
        _each("turn time at 1 user, what is said often, p50", turns, ratio=ratios["often_turn"]),
        _each(f"messages a second at {USERS} users, what is said often", rates, ratio=ratios["often_rush"]),
    ]


def _training(training: dict[str, Any]) -> list[Line]:
    ours = _long(training["ours"]) if training.get("ours") else "not measured"
    stock = training.get("stock")
    told = f"{_long(stock['computed'])} (computed: {stock['seconds_per_epoch']:.0f} s an epoch)" if stock else "not measured"
    return [Line("training", ours, told)] if training else []


def in_terminal(results: Results) -> Table:
    table, ratios = Table(*HEADS), all_ratios(results)
    for line in lines(results):
        cells = line.cells(ratios)
        table.add_row(*cells, style="bold red" if cells[-1] == "NOT reached" else "green" if cells[-1] else "")
    return table


def in_markdown(results: Results) -> str:
    ratios = all_ratios(results)
    rows = [HEADS, tuple("---" for _ in HEADS), *[line.cells(ratios) for line in lines(results)]]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in rows)
