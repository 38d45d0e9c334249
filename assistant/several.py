"""Serves visitors with several processes on one port, for Python uses hardly more than one processor at a time.

The processes are forked once Rasa is imported, so that a start takes that time once. They share nothing but the database and
the locks of endpoints.yml; one that ends is started again, the others serve on.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import os
import signal
import socket
import sys
import time
from typing import Callable, NoReturn

from admissions.metrics import PORT_VARIABLE, metrics_port
from assistant.connections import Porter, serve_from

VARIABLE = "ASSISTANT_PROCESSES"
CAME_UP = 60  # seconds after which a process that ended had come up, and may be started again
PAUSE = 3  # seconds until one that ended is started again
BACKLOG = 256  # connections that wait to be accepted
LOOK = 0.5  # seconds between looks for one that ended
METRICS_STEP = 10  # from the port of one process's figures to that of the next
_PARENT_DIED = 1  # PR_SET_PDEATHSIG
Serve = Callable[[], object]


class ProcessesProblem(ValueError):
    """`ASSISTANT_PROCESSES` cannot be used; the message says what to write."""


def wanted() -> int:
    """`ASSISTANT_PROCESSES`, by default 1: one answers far more people than a website sends, takes half the memory, and knows all
    that was said while there is no database. Raises `ProcessesProblem`."""
    raw = os.environ.get(VARIABLE, "").strip() or "1"
    if not (raw.isascii() and raw.isdigit()) or not 0 < int(raw) < 100:
        raise ProcessesProblem(f"{VARIABLE}={raw} is no number of processes. Write 1 or more, or nothing.")
    return int(raw)


class _Stop(Exception):
    """Asked to end."""


def serve(count: int, one: Serve) -> NoReturn:
    """Let `count` processes do `one`, which is Rasa's `run` with the arguments of this process. Ends by SIGTERM or SIGINT, or with
    the code of a process that did not come up."""
    gc.collect()
    gc.freeze()  # what is not looked through stays shared
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _stop)
    porter, began, code = Porter(_listening()), time.monotonic(), 0
    children: dict[int, int] = {}
    due = dict.fromkeys(range(count), 0.0)  # when which is to be started
    try:
        while True:
            for number, when in list(due.items()):
                if time.monotonic() >= when:
                    children[_forked(number, one, porter)] = number
                    del due[number]
            porter.attend(LOOK)
            ended, status = os.waitpid(-1, os.WNOHANG) if children else (0, 0)
            if not ended:
                continue
            number = children.pop(ended)
            if os.WIFEXITED(status) and time.monotonic() - began < CAME_UP:
                code = os.WEXITSTATUS(status) or 1
                break
            print(f"Process {number + 1} of the assistant has ended and is started again.", file=sys.stderr, flush=True)
            due[number] = time.monotonic() + PAUSE
    except _Stop:
        pass
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, signal.SIG_IGN)
    for child in children:
        os.kill(child, signal.SIGTERM)
    for child in children:
        os.waitpid(child, 0)
    sys.exit(code)


def _stop(*_: object) -> None:
    raise _Stop


def _forked(number: int, one: Serve, porter: Porter) -> int:
    """The id of a new process that does `one`."""
    parent, way = os.getpid(), porter.add()
    if child := os.fork():
        way.close()
        return child
    code = 1
    try:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, signal.SIG_DFL)
        _end_with(parent)
        serve_from(way)
        if port := metrics_port():
            os.environ[PORT_VARIABLE] = str(port + number * METRICS_STEP)
        one()
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _end_with(parent: int) -> None:
    """A process that nobody looks after any more would hold the port."""
    if sys.platform.startswith("linux"):
        ctypes.CDLL(None).prctl(_PARENT_DIED, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def _listening() -> socket.socket:
    """The port that Rasa's web server was told to serve at."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", "-p", type=int, default=5005)
    parser.add_argument("--interface", "-i", default="0.0.0.0")
    asked, _ = parser.parse_known_args(sys.argv[1:])
    family = socket.AF_INET6 if ":" in asked.interface else socket.AF_INET
    return socket.create_server((asked.interface, asked.port), family=family, backlog=BACKLOG)
