"""Where the processes listen."""

from __future__ import annotations

import errno
import os
import socket

from admissions.metrics import PORT_VARIABLE, metrics_port

LOOPBACK = "127.0.0.1"
ANYWHERE = {"0.0.0.0": LOOPBACK, "::": "::1"}  # where to ask those that listen at every address
DEFAULT_PORT = 5005


class CannotListen(RuntimeError):
    """There is no such address, or something else listens there already; the message says which."""


def wanted_port() -> int:
    """`PORT`, or 5005. Raises `ValueError` with a plain sentence for anything that is no port."""
    raw = os.environ.get("PORT") or str(DEFAULT_PORT)
    if not (raw.isascii() and raw.isdigit()) or not 0 < int(raw) < 65536:
        raise ValueError(f"PORT={raw} is no port. Write a number from 1 to 65535.")
    return int(raw)


def wanted_host() -> str:
    return os.environ.get("HOST", "").strip() or LOOPBACK


def origin(host: str, port: int) -> str:
    """How this machine asks who listens there."""
    asked = ANYWHERE.get(host, host)
    return f"http://[{asked}]:{port}" if ":" in asked else f"http://{asked}:{port}"


def metrics_environments() -> list[dict[str, str]]:
    """Where the assistant, the action server and the notifier of one machine tell their figures: `METRICS_PORT` and the two ports
    after it. Raises `MetricsSettingsProblem`."""
    first = metrics_port()
    return [{PORT_VARIABLE: str(first + place)} if first else {} for place in range(3)]


def check_free(port: int, host: str = LOOPBACK) -> None:
    """Raises `CannotListen`."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError):
        raise CannotListen(_no_address(host)) from None
    try:
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as problem:
        if problem.errno == errno.EADDRINUSE:
            told = f"Port {port} is taken by another program. Stop that one, or take another port: PORT={port + 1} make run"
        elif problem.errno == errno.EACCES:
            told = f"Port {port} is not for everyone to listen at. Take one from 1024 on, such as PORT={DEFAULT_PORT}."
        else:
            told = _no_address(host)
        raise CannotListen(told) from None


def _no_address(host: str) -> str:
    return (
        f"HOST={host} is no address of this machine. Write {LOOPBACK} for this machine alone, or 0.0.0.0 for all that reach it."
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        return int(probe.getsockname()[1])
