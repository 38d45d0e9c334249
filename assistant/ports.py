"""Where the processes listen."""

from __future__ import annotations

import os
import socket

from admissions.metrics import PORT_VARIABLE, metrics_port

LOOPBACK = "127.0.0.1"
DEFAULT_PORT = 5005


class PortTaken(RuntimeError):
    """Something else listens there already."""


def wanted_port() -> int:
    """`PORT`, or 5005. Raises `ValueError` with a plain sentence for anything that is no port."""
    raw = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not raw.isdigit() or not 0 < int(raw) < 65536:
        raise ValueError(f"PORT={raw} is no port. Write a number from 1 to 65535.")
    return int(raw)


def metrics_environments() -> list[dict[str, str]]:
    """Where the assistant, the action server and the notifier of one machine tell their figures: `METRICS_PORT` and the two ports
    after it. Raises `MetricsSettingsProblem`."""
    first = metrics_port()
    return [{PORT_VARIABLE: str(first + place)} if first else {} for place in range(3)]


def check_free(port: int, host: str = LOOPBACK) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            raise PortTaken(f"Port {port} is taken by another program. Stop that one, or run: PORT={port + 1} make run") from None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
