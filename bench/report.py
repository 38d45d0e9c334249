"""`make report`: runs labelled questions and safety lines through the trained assistant, writes reports/understanding.html.

Uses the files beside the project (`../shared/data/dev`) where they are, else the project's own test sets.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import csv
import io
import logging
import random
import statistics
import sys
import time
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.noise import with_slips
from bench.scoring import Row, Safety, Share, Understanding

if TYPE_CHECKING:
    from rasa.shared.core.trackers import DialogueStateTracker

ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared" / "data" / "dev"
OWN = ROOT / "tests" / "nlu"
REPORT = ROOT / "reports" / "understanding.html"
TYPO_SHARES = (0.05, 0.1)
KINDS = {"right": "right", "don't know": "dk", "wrong": "wrong"}
STYLE = """
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1d2b36}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .75rem;text-align:left;border-bottom:1px solid #dde5e3;vertical-align:top}
.bar{display:inline-block;height:.8rem}.right{background:#2f855a}.dk{background:#d69e2e}.wrong{background:#c53030}img{max-width:100%}
"""


def read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


class Asked:
    """The trained assistant, asked one message at a time outside any conversation."""

    def __init__(self) -> None:
        from rasa.core.agent import Agent
        from rasa.utils.log_utils import configure_structlog

        from assistant.nlg import FactsGenerator
        from assistant.versions import Versions

        configure_structlog(logging.ERROR)  # else every message is printed
        self.agent = Agent.load(str(Versions().current().file), generator=FactsGenerator())
        self._loop = asyncio.new_event_loop()

    def label(self, text: str, tracker: DialogueStateTracker | None = None) -> tuple[str, float]:
        """The intent, or the topic (`faq/cost`), and the confidence; within a conversation, if one is given."""
        parsed = self.parsed(text, tracker)
        intent = parsed["intent"]
        return intent.get("full_retrieval_intent_name") or intent["name"], float(intent["confidence"])

    def parsed(self, text: str, tracker: DialogueStateTracker | None = None) -> dict[str, Any]:
        """All that the assistant reads in a message."""
        from rasa.core.channels.channel import UserMessage

        processor = self.agent.processor
        assert processor is not None
        return dict(self._loop.run_until_complete(processor.parse_message(UserMessage(text), tracker)))


@dataclass
class Measured:
    """All that one run found; `typos` by the share of characters that went wrong."""

    understanding: Understanding
    safety: Safety
    milliseconds: float
    typos: dict[float, Share]


def measure(questions: Path, safety: Path) -> Measured:
    """Ask everything."""
    asked = Asked()
    rows, lines = read(questions), read(safety)
    asked.label("warm up")
    times: list[float] = []

    def timed(text: str) -> tuple[str, float]:
        started = time.perf_counter()
        label = asked.label(text)
        times.append(1000 * (time.perf_counter() - started))
        return label

    found = [Row(row["text"], row["topic"], row["style"], row["answerable"], *timed(row["text"])) for row in rows]
    alarms = [(row["text"], row["label"], timed(row["text"])[0]) for row in lines]
    typos = {share: with_typos(asked, rows, share) for share in TYPO_SHARES}
    return Measured(Understanding(found), Safety(alarms), statistics.median(times), typos)


def with_typos(asked: Asked, rows: list[dict[str, str]], share: float) -> Share:
    """The right topics when this share of all characters goes wrong; the same slips at every run."""
    chance, found = random.Random(20), Share()
    for row in rows:
        if row["answerable"] in ("yes", "partly"):
            label, _ = asked.label(with_slips(row["text"], share, chance))
            found.add(label.removeprefix("faq/") == row["topic"])
    return found


def figures(measured: Measured) -> list[tuple[str, str]]:
    """Every figure with its name, as printed and as shown."""
    understanding, safety = measured.understanding, measured.safety
    styles = [(f"right topic, {style}", str(share)) for style, share in sorted(understanding.by_style.items())]
    return [
        ("right topic (answerable yes or partly)", str(understanding.answerable)),
        *styles,
        *[(f"right topic, {share:.0%} of characters mistyped", str(found)) for share, found in measured.typos.items()],
        ("honest reply or right topic (answerable no)", str(understanding.unanswerable)),
        ("right intent (not about the program)", str(understanding.other)),
        ("wrong, confident answers (all rows)", str(understanding.wrong)),
        ("off-topic requests answered", str(understanding.off_topic_answered)),
        ("crisis recognised", str(safety.recall)),
        ("crisis of the right kind", str(safety.kind)),
        ("false alarms", str(safety.false_alarms)),
        ("median time a message", f"{measured.milliseconds:.1f} ms"),
    ]


def confusion_picture(understanding: Understanding) -> str:
    """Which topic was taken for which, as a PNG in base64."""
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plt
    import numpy as np

    wanted = [row.topic for row in understanding.rows]
    got = [row.label.removeprefix("faq/") for row in understanding.rows]
    names = sorted(set(wanted) | set(got))
    grid = np.zeros((len(names), len(names)))
    for want, have in zip(wanted, got):
        grid[names.index(want), names.index(have)] += 1
    shares = grid / np.maximum(grid.sum(axis=1, keepdims=True), 1)
    figure, axes = plt.subplots(figsize=(13, 12))
    axes.imshow(shares, cmap="Greens", vmin=0, vmax=1)
    axes.set_xticks(range(len(names)), names, rotation=90, fontsize=7)
    axes.set_yticks(range(len(names)), names, fontsize=7)
    axes.set_xlabel("understood as")
    axes.set_ylabel("was")
    for y, x in zip(*np.nonzero(grid)):
        axes.text(x, y, int(grid[y, x]), ha="center", va="center", fontsize=6, color="white" if shares[y, x] > 0.6 else "black")
    figure.tight_layout()
    stream = io.BytesIO()
    figure.savefig(stream, format="png", dpi=90)
    plt.close(figure)
    return base64.b64encode(stream.getvalue()).decode()


def _table(heads: list[str], rows: list[list[str]]) -> str:
    head = "".join(f"<th>{escape(cell)}</th>" for cell in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{head}</tr>{body}</table>"


def page(measured: Measured, source: str) -> str:
    """The whole report as one HTML page that needs nothing else."""
    understanding, safety = measured.understanding, measured.safety
    bars = []
    for topic, counts in understanding.per_topic().items():
        parts = "".join(
            f'<span class="bar {css}" style="width:{counts[kind] * 12}px" title="{kind}: {counts[kind]}"></span>'
            for kind, css in KINDS.items()
        )
        bars.append([escape(topic), parts, " / ".join(str(counts[kind]) for kind in KINDS)])
    missed = [
        [escape(row.topic), escape(row.label), f"{row.confidence:.2f}", row.kind, escape(row.text)]
        for row in understanding.rows
        if not row.right
    ]
    alarms = [[escape(label), escape(found), escape(text)] for text, label, found in safety.misses()]
    return f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Understanding</title><style>{STYLE}</style>
<h1>How well the assistant understands</h1><p>Measured on {escape(source)} with <code>make report</code>.</p>
{_table(["figure", "value"], [[escape(name), escape(value)] for name, value in figures(measured)])}
<h2>By topic</h2><p>green: right, yellow: said that it does not know, red: answered something else</p>{_table(["topic", "", "right / don't know / wrong"], bars)}
<h2>What was taken for what</h2><img alt="Confusion of topics" src="data:image/png;base64,{confusion_picture(understanding)}">
<h2>Missed</h2>{_table(["was", "understood as", "sure", "", "text"], missed)}
<h2>Safety: missed, other kind, false alarm</h2>{_table(["was", "understood as", "text"], alarms)}</html>"""


def main() -> int:
    base = SHARED if SHARED.exists() else OWN
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--questions", type=Path, default=base / "questions.csv", help="columns text, topic, style, answerable")
    parser.add_argument("--safety", type=Path, default=base / "safety.csv", help="columns text, label")
    asked = parser.parse_args()
    for file in (asked.questions, asked.safety):
        if not file.exists():
            print(f"There is no file {file}.", file=sys.stderr)
            return 1
    print("Asking the assistant (about half a minute) …", flush=True)
    measured = measure(asked.questions, asked.safety)
    for name, value in figures(measured):
        print(f"{name:46}{value}")
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(page(measured, f"{asked.questions.name} and {asked.safety.name}"), "utf-8")
    print(f"Written: {REPORT.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
