"""Serves visitors with several processes on one port, for Python uses hardly more than one processor at a time.

The processes are forked once Rasa is imported, so that a start takes that time once. They share nothing but the database and
the locks of endpoints.yml; one that ends is started again, the others serve on. Each conversation is at home in one (homes.py).
"""

from __future__ import annotations

import gc
import os
import signal
import socket
import sys
import time
from dataclasses import dataclass
from typing import Callable, NoReturn

from admissions.metrics import PORT_VARIABLE, metrics_port
from assistant import arguments
from assistant.connections import serve_from
from assistant.homes import Home, settle
from assistant.parent import end_with
from assistant.porter import Porter

VARIABLE = "ASSISTANT_PROCESSES"
ROOMY = 3.5  # gigabytes of memory from which a second process, some 500 MB, is no burden
CAME_UP = 60  # seconds after which a process that ended had come up, and may be started again
PAUSE, LONG_PAUSE = 3, 60  # seconds until one that ended is started again; until one is that does not come up any more
TRIES = 5  # starts in a row that fail, after which it counts as such
BACKLOG = 256  # connections that wait to be accepted
LOOK = 0.5  # seconds between looks for one that ended
GRACE = 20  # seconds that one has to end what it is at
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


class _Stop(Exception):
    """Asked to end."""


def serve(count: int, one: Serve) -> NoReturn:
    """Let `count` processes do `one`, which is Rasa's `run` with the arguments of this process. Ends by SIGTERM or SIGINT, or with
    the code of a process that did not come up: the first time, or again and again while no other serves."""
    gc.collect()
    gc.freeze()  # what is not looked through stays shared
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, _stop)
    porter, began, code = Porter(_listening()), time.monotonic(), 0
    children: dict[int, _Child] = {}
    failed = dict.fromkeys(range(count), 0)  # how often in a row which did not come up
    due = dict.fromkeys(range(count), 0.0)  # when which is to be started
    try:
        while True:
            for number, when in list(due.items()):
                if time.monotonic() >= when:
                    children[_forked(Home(number, count), one, porter, again=when > 0)] = _Child(number, time.monotonic())
                    del due[number]
            porter.attend(LOOK)
            ended, status = os.waitpid(-1, os.WNOHANG) if children else (0, 0)
            if not ended:
                continue
            child, now = children.pop(ended), time.monotonic()
            number = child.number
            came_up = not os.WIFEXITED(status) or now - child.began >= CAME_UP  # killed, it has not failed
            failed[number] = 0 if came_up else failed[number] + 1
            others_serve = any(not failed[other.number] or now - other.began >= CAME_UP for other in children.values())
            if failed[number] and (now - began < CAME_UP or (failed[number] >= TRIES and not others_serve)):
                print(f"Process {number + 1} of the assistant does not come up, so it ends.", file=sys.stderr, flush=True)
                code = os.WEXITSTATUS(status) or 1
                break
            due[number] = now + (PAUSE if failed[number] < TRIES else LONG_PAUSE)
            print(f"Process {number + 1} of the assistant {_ending(failed[number])}", file=sys.stderr, flush=True)
    except _Stop:
        pass
    for name in (signal.SIGTERM, signal.SIGINT):
        signal.signal(name, signal.SIG_IGN)
    _end(list(children))
    sys.exit(code)


def _end(running: list[int]) -> None:
    """Ask them to end, and make those end that do not."""
    for process in running:
        os.kill(process, signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while running := [process for process in running if os.waitpid(process, os.WNOHANG) == (0, 0)]:
        if time.monotonic() >= deadline:
            for process in running:
                os.kill(process, signal.SIGKILL)
        time.sleep(0.1)


@dataclass(frozen=True)
class _Child:
    """One of the processes; `began` by the clock that only runs forward."""

    number: int
    began: float


def _ending(failures: int) -> str:
    if failures < TRIES:
        return "has ended and is started again."
    return f"has not come up {failures} times in a row. The others serve on; it is tried again in {LONG_PAUSE} seconds."


def _stop(*_: object) -> None:
    raise _Stop


def _forked(home: Home, one: Serve, porter: Porter, again: bool) -> int:
    """The id of a new process that does `one`."""
    parent, way = os.getpid(), porter.add(home.number)
    if child := os.fork():
        way.close()
        return child
    code = 1
    try:
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, signal.SIG_DFL)
        end_with(parent)
        settle(home)
        _keep_to_a_processor(home)
        serve_from(way)
        if port := metrics_port():
            os.environ[PORT_VARIABLE] = str(port + home.number * METRICS_STEP)
        if again:
            arguments.settle_model_anew()
        one()
        code = 0
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    except Exception as problem:
        print(f"Process {home.number + 1} of the assistant: {type(problem).__name__}: {problem}", file=sys.stderr)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _keep_to_a_processor(home: Home) -> None:
    """One of its own for each, where there are as many as processes: moved to and fro between so few, they leave them idle for a
    tenth of the time while visitors wait."""
    processors = sorted(os.sched_getaffinity(0))
    if len(processors) == home.count:
        os.sched_setaffinity(0, {processors[home.number]})


def _listening() -> socket.socket:
    """The port that Rasa's web server was told to serve at."""
    host, port = arguments.address()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG)
