"""Figures for alarms, in Prometheus' form: what is counted, and the port that tells it.

Every label comes from a fixed set: no word, number or name of a visitor can become one. The port is never the public one, and
off unless `METRICS_PORT` is set; `METRICS_HOST` is where it listens, by default this machine only.
"""

from __future__ import annotations

import os
from typing import Iterable

from prometheus_client import Counter, start_http_server

PORT_VARIABLE, HOST_VARIABLE = "METRICS_PORT", "METRICS_HOST"
LOOPBACK = "127.0.0.1"
CALLBACK_CHANGES = ("booked", "changed", "moved", "cancelled", "claimed", "done", "no_answer", "erased", "purged")
DELIVERED, RETRIED, GIVEN_UP = "delivered", "retried", "given_up"

_callbacks = Counter("admissions_callbacks", "Callbacks by what was done to them, once it was committed", ["change"])
_database_errors = Counter("admissions_database_errors", "Database work that failed")
_deliveries = Counter("admissions_deliveries", "Notices to staff by what became of an attempt", ["channel", "outcome"])
for _change in CALLBACK_CHANGES:
    _callbacks.labels(_change)


class MetricsSettingsProblem(ValueError):
    """The port or host cannot be used; the message says what to write."""


def callbacks_changed(change: str, count: int) -> None:
    """After the commit. What is not in `CALLBACK_CHANGES` (someone only looked) is not counted."""
    if (known := change.replace("-", "_")) in CALLBACK_CHANGES:
        _callbacks.labels(known).inc(count)


def database_failed() -> None:
    _database_errors.inc()


def delivery_ended(channel: str, outcome: str) -> None:
    _deliveries.labels(channel, outcome).inc()


def expect_deliveries(channels: Iterable[str]) -> None:
    """Let the counters of these channels stand at zero, so that the first failure is seen as a rise."""
    for channel in channels:
        for outcome in (DELIVERED, RETRIED, GIVEN_UP):
            _deliveries.labels(channel, outcome)


def metrics_port() -> int | None:
    """`METRICS_PORT`; None when it is not set. Raises `MetricsSettingsProblem`."""
    raw = os.environ.get(PORT_VARIABLE, "").strip()
    if not raw:
        return None
    if not (raw.isascii() and raw.isdigit()) or not 0 < int(raw) < 65536:
        raise MetricsSettingsProblem(f"{PORT_VARIABLE}={raw} is no port. Write a number from 1 to 65535, or nothing.")
    return int(raw)


def serve_metrics() -> None:
    """Tell the figures at `/metrics` from a thread of its own, if a port is set. Raises `MetricsSettingsProblem`."""
    port = metrics_port()
    if port is None:
        return
    host = os.environ.get(HOST_VARIABLE, "").strip() or LOOPBACK
    try:
        start_http_server(port, host)
    except OSError as problem:
        raise MetricsSettingsProblem(
            f"{HOST_VARIABLE}={host} {PORT_VARIABLE}={port} cannot be listened on: {problem.strerror or problem}."
        ) from None
