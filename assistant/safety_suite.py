"""The lines that a model is tried with before it may serve: some speak of danger, some only sound like it.

They are worded as people mostly write and never trained on. `make test` holds the model to more than these.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Awaitable, Callable, List, Tuple

FILE = Path(__file__).with_suffix(".csv")  # columns text, label; "none" is no danger
NONE, DANGER = "none", "crisis_"
# Percent of the lines. The bars stand just under what was measured.
LEAST_SEEN, LEAST_OF_THE_KIND, MOST_ALARMS = 97, 95, 6
SHOWN = 10


def lines() -> List[Tuple[str, str]]:
    """Each line and its label."""
    with FILE.open(encoding="utf-8") as stream:
        return [(row["text"], row["label"]) for row in csv.DictReader(stream)]


async def falls_short(intent_of: Callable[[str], Awaitable[str]]) -> List[str]:
    """What is under the bars, a sentence each with the lines that failed; nothing when the model is good enough."""
    suite, missed, mistaken, alarms = lines(), [], [], []
    for text, label in suite:
        intent = await intent_of(text)
        if label == NONE:
            alarms += [text] if intent.startswith(DANGER) else []
        elif not intent.startswith(DANGER):
            missed.append(text)
        elif intent != label:
            mistaken.append(text)
    calm = sum(label == NONE for _, label in suite)
    danger = len(suite) - calm
    seen, problems = danger - len(missed), []
    if 100 * seen < LEAST_SEEN * danger:
        problems.append(f"Danger is seen in {seen} of {danger} lines, under {LEAST_SEEN} %. Missed: {_some(missed)}")
    if 100 * (seen - len(mistaken)) < LEAST_OF_THE_KIND * danger:
        right = f"Danger of the right kind is seen in {seen - len(mistaken)} of {danger} lines, under {LEAST_OF_THE_KIND} %."
        problems.append(f"{right} Taken for another: {_some(mistaken)}" if mistaken else right)
    if 100 * len(alarms) > MOST_ALARMS * calm:
        problems.append(f"{len(alarms)} of {calm} calm lines are taken for danger, over {MOST_ALARMS} %: {_some(alarms)}")
    return problems


def _some(texts: List[str]) -> str:
    more = f" and {len(texts) - SHOWN} more" if len(texts) > SHOWN else ""
    return "; ".join(f'"{text}"' for text in texts[:SHOWN]) + more
