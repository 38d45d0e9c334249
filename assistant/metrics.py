"""Figures of the chat: turns, how long they take, what was not understood, danger, and which model answers."""

from __future__ import annotations

import time
from contextlib import contextmanager
from typing import Callable, Dict, Iterator, List, Optional

from prometheus_client import Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector
from rasa.core.agent import Agent

from admissions.chat.talk import ERROR, Event
from assistant.safety_check import PROBES

CRISES = tuple(sorted(intent.removeprefix("crisis_") for intent in PROBES))
ANSWERED, TROUBLE = "answered", "trouble"
PARTS = ("model", "database", "actions", "locks")
# A turn takes about 10 ms; the visitor hears after 10 s that it takes longer.
BUCKETS = (0.005, 0.01, 0.02, 0.035, 0.05, 0.1, 0.2, 0.5, 1.0, 2.5, 5.0, 10.0)

_turns = Counter("assistant_turns", "Messages answered; trouble: only with the helpline, for nothing else worked", ["outcome"])
_seconds = Histogram("assistant_turn_seconds", "From taking a message to its answer", buckets=BUCKETS)
_fallbacks = Counter("assistant_fallbacks", "Messages that were not understood")
_crises = Counter("assistant_crisis_answers", "Answers to danger by kind", ["kind"])
_part = Gauge("assistant_part_up", "1 while that part answers", ["part"])
_safety = Gauge("assistant_safety_ok", "1 when danger was still seen and answered at the start, 0 when not")
for _outcome in (ANSWERED, TROUBLE):
    _turns.labels(_outcome)
for _kind in CRISES:
    _crises.labels(_kind)


@contextmanager
def turn(events: List[Event]) -> Iterator[None]:
    """Count one turn; by its end, `events` holds what answers it."""
    began = time.perf_counter()
    try:
        yield
    finally:
        _seconds.observe(time.perf_counter() - began)
        _turns.labels(TROUBLE if any(event.type == ERROR for event in events) else ANSWERED).inc()
        for kind in CRISES:
            if any((event.custom or {}).get("crisis") == kind for event in events):
                _crises.labels(kind).inc()


def safety_checked(problems: List[str]) -> None:
    _safety.set(not problems)


def not_understood() -> None:
    _fallbacks.inc()


def found(parts: Dict[str, bool]) -> None:
    """What a look at the parts showed."""
    for part in PARTS:
        if part in parts:
            _part.labels(part).set(parts[part])


class ModelCollector(Collector):
    """Which model answers, read at the moment: it changes when one is loaded anew."""

    def __init__(self, agent: Callable[[], Optional[Agent]]) -> None:
        self._agent = agent

    def describe(self) -> List[GaugeMetricFamily]:
        return []

    def collect(self) -> Iterator[GaugeMetricFamily]:
        agent = self._agent()
        told = GaugeMetricFamily(
            "assistant_model_info", "The model that answers, and when it was trained", labels=["id", "trained"]
        )
        if agent and agent.processor:
            metadata = agent.processor.model_metadata
            told.add_metric([str(metadata.model_id), metadata.trained_at.isoformat(timespec="seconds")], 1)
        yield told
