"""The figures as a picture: docs/images/performance.png."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from bench.speed.plan import USERS
from bench.speed.results import Results

OURS, STOCK, GREY = "#1b7a6e", "#b9794b", "#4a5a63"
_NAMES = {"ours": "this assistant", "stock": "stock Rasa 3.6.21"}


def draw(results: Results, file: Path) -> None:
    """Four figures side by side, and how a turn grows with the conversation."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(1, 5, figsize=(13, 2.9), gridspec_kw={"width_ratios": [1, 1, 1, 1, 1.9]})
    both = {name: results[name] for name in _NAMES}
    _bars(axes[0], "turn time, 1 user (ms)", {name: of["turn_ms"]["p50"] for name, of in both.items()})
    _bars(axes[1], f"messages a second, {USERS} users", {name: of["messages_per_second"] for name, of in both.items()})
    _bars(axes[2], "cold start (s)", {name: of["start_seconds"] for name, of in both.items()})
    _bars(axes[3], "memory (MB)", {name: of["memory_mb"]["rss"] for name, of in both.items()})
    _growth(axes[4], both)
    figure.legend(*axes[4].get_legend_handles_labels(), loc="lower center", ncol=2, frameon=False)
    figure.tight_layout(rect=(0, 0.1, 1, 1))
    file.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(file, dpi=110)
    plt.close(figure)


def _bars(axes: Any, title: str, values: dict[str, float]) -> None:
    drawn = axes.bar(range(len(values)), list(values.values()), color=[OURS, STOCK], width=0.6)
    axes.bar_label(drawn, [f"{value:.0f}" for value in values.values()], color=GREY)
    axes.set_title(title, fontsize=10)
    axes.margins(y=0.18)
    axes.set_xticks([])
    axes.set_yticks([])
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)


def _growth(axes: Any, both: dict[str, Any]) -> None:
    for name, of in both.items():
        at = {int(position): time for position, time in of.get("length_ms", {}).items()}
        axes.plot(list(at), list(at.values()), marker="o", color=OURS if name == "ours" else STOCK, label=_NAMES[name])
    axes.set_title("turn time (ms) at message … of a conversation", fontsize=10)
    axes.set_ylim(bottom=0)
    axes.grid(axis="y", color="#e3e8ea")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
