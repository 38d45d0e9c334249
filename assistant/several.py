"""Serves visitors with several processes on one port, for Python uses hardly more than one processor at a time.

The processes are forked once Rasa is imported, so that a start takes that time once, and its memory. They share nothing but the
database and the locks of endpoints.yml; one that ends is started again (keeper.py), the others serve on. Each conversation is at
home in one (homes.py).
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
from typing import Callable, NoReturn

from admissions.metrics import PORT_VARIABLE, metrics_port
from assistant import arguments, keeper
from assistant.connections import serve_from
from assistant.homes import Home, settle
from assistant.keeper import ENDING, Place
from assistant.parent import end_with
from assistant.porter import new_way
from assistant.processors import keep_to_one

VARIABLE = "ASSISTANT_PROCESSES"
ROOMY = 3.5  # gigabytes of memory from which a second process, some 500 MB, is no burden
BACKLOG = 256  # connections that wait to be accepted
METRICS_STEP = 10  # from the port of one process's figures to that of the next
Serve = Callable[[], object]


class ProcessesProblem(ValueError):
    """`ASSISTANT_PROCESSES` cannot be used; the message says what to write."""


def wanted() -> int:
    """`ASSISTANT_PROCESSES`, or as many as this machine has room for. Raises `ProcessesProblem`."""
    raw = os.environ.get(VARIABLE, "").strip() or str(usual())
    if not (raw.isascii() and raw.isdigit()) or not 0 < int(raw) < 100:
        raise ProcessesProblem(f"{VARIABLE}={raw} is no number of processes. Write 1 or more, or nothing.")
    return int(raw)


def usual() -> int:
    """Two on a machine with two processors and memory to spare: one serves on when the other ends. More is for who needs more."""
    processors = len(os.sched_getaffinity(0))
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return 2 if processors >= 2 and memory >= ROOMY else 1


def serve(count: int, one: Serve, again: list[str]) -> NoReturn:
    """Let `count` processes do `one`, which is Rasa's `run` with the arguments of this process, and look after them. The command
    `again` starts one of them anew, in which `serve_at` does the same."""
    gc.collect()
    gc.freeze()  # what is not looked through stays shared
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    us, ours = os.getpid(), [_listening()]  # the port, and our ends of the ways
    processes = list[int]()
    for number in range(count):
        here, there = new_way()
        ours.append(here)
        if not (process := os.fork()):
            for kept in ours:
                kept.close()
            serve_at(Place(number, count, there.detach(), us), one)
        there.close()
        processes.append(process)
    keeper.become(ours, processes, again)


def serve_at(place: Place, one: Serve) -> NoReturn:
    """Do `one` in a process of its own."""
    code = 1
    try:
        end_with(place.keeper)
        for name in ENDING:
            signal.signal(name, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
        home = Home(place.number, place.count)
        settle(home)
        keep_to_one(home.number, home.count)
        way = socket.socket(fileno=place.way)
        way.set_inheritable(False)
        serve_from(way)
        if port := metrics_port():
            os.environ[PORT_VARIABLE] = str(port + home.number * METRICS_STEP)
        one()
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    except Exception as problem:
        print(f"Process {place.number + 1} of the assistant: {type(problem).__name__}: {problem}", file=sys.stderr)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _listening() -> socket.socket:
    """The port that Rasa's web server was told to serve at."""
    host, port = arguments.address()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG)
