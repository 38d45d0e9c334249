"""Looks after the processes that serve visitors: hands them their connections, and starts one again that ends.

It takes the place of the process that began them (`become`), with its id, its port and its children. That one had imported Rasa
for all of them, 190 MB that it has no more use for; so nothing here may import it.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import time
from dataclasses import dataclass
from typing import NoReturn, Optional, Sequence

from assistant.porter import Porter, new_way

CAME_UP = 60  # seconds after which a process that ended had come up, and may be started again
PAUSE, LONG_PAUSE = 3, 60  # seconds until one that ended is started again; until one is that does not come up any more
TRIES = 5  # starts in a row that fail, after which it counts as such
LOOK = 0.5  # seconds between looks for one that ended
GRACE = 20  # seconds that one has to end what it is at
ENDING = {signal.SIGTERM, signal.SIGINT}  # are held back from before the processes are begun until there is a keeper
_VARIABLE = "ASSISTANT_PLACE"


@dataclass(frozen=True)
class Place:
    """What a process that serves is to know: it is the `number`th (from 0) of `count`, `way` is the handle of the socket that its
    connections come by, and `keeper` is the id of the process that it ends with."""

    number: int
    count: int
    way: int
    keeper: int

    def told(self) -> dict[str, str]:
        """For the environment of a process that is started again."""
        return {_VARIABLE: f"{self.number} {self.count} {self.way} {self.keeper}"}


def place() -> Optional[Place]:
    """The place of this process, if it is one that a keeper started again. It is told once."""
    told = os.environ.pop(_VARIABLE, "")
    return Place(*map(int, told.split())) if told else None


@dataclass(frozen=True)
class Child:
    """One of the processes: the `number`th, its id, and when it began, by the clock that only runs forward."""

    number: int
    process: int
    began: float


def become(handed: Sequence[socket.socket], processes: Sequence[int], command: Sequence[str]) -> NoReturn:
    """Let this process be the keeper of `processes`, which it has begun, in the order of their numbers. `handed`: the port where
    visitors come, and our end of the way to each of them. `command` starts one of them again."""
    for each in handed:
        each.set_inheritable(True)
    told = [",".join(map(str, numbers)) for numbers in (processes, (each.fileno() for each in handed))]
    sys.stdout.flush()
    sys.stderr.flush()
    os.execv(sys.executable, [sys.executable, "-m", __name__, *told, *command])


class Keeper:
    """`ways`: our end of the way to each of `children`."""

    def __init__(
        self, listening: socket.socket, children: Sequence[Child], ways: Sequence[socket.socket], command: list[str]
    ) -> None:
        self._porter, self._command, self._count = Porter(listening), command, len(children)
        self._began, self._stopping = time.monotonic(), False
        self._children = {child.process: child for child in children}
        self._failed = dict.fromkeys(range(self._count), 0)  # how often in a row which did not come up
        self._due: dict[int, float] = {}  # when which is to be started
        for child, way in zip(children, ways):
            self._porter.add(child.number, way)

    def keep(self) -> int:
        """Until asked to stop, or until one did not come up, the first time, or again and again while no other serves. Returns the
        code to end with."""
        while not self._stopping:
            for number in [number for number, when in self._due.items() if time.monotonic() >= when]:
                self._start(number)
            self._porter.attend(LOOK)
            if self._children:
                process, status = os.waitpid(-1, os.WNOHANG)
                if process in self._children and (code := self._has_ended(self._children.pop(process), status)):
                    return code
        return 0

    def stop(self, *_: object) -> None:
        """As a signal is handled: what is being done is done to its end."""
        self._stopping = True

    def _has_ended(self, child: Child, status: int) -> int:
        """Settles when it is started again. Returns the code that all end with where it is not."""
        now, number = time.monotonic(), child.number
        came_up = not os.WIFEXITED(status) or now - child.began >= CAME_UP  # killed, it has not failed
        self._failed[number] = failures = 0 if came_up else self._failed[number] + 1
        others_serve = any(not self._failed[other.number] or now - other.began >= CAME_UP for other in self._children.values())
        if failures and (now - self._began < CAME_UP or (failures >= TRIES and not others_serve)):
            print(f"Process {number + 1} of the assistant does not come up, so it ends.", file=sys.stderr, flush=True)
            return os.WEXITSTATUS(status) or 1
        self._due[number] = now + (PAUSE if failures < TRIES else LONG_PAUSE)
        print(f"Process {number + 1} of the assistant {_ending(failures)}", file=sys.stderr, flush=True)
        return 0

    def _start(self, number: int) -> None:
        try:
            process, way = self._begun(number)
        except OSError as problem:  # no room for one more, or the program is just being replaced
            self._due[number] = time.monotonic() + LONG_PAUSE
            print(f"Process {number + 1} of the assistant cannot be started: {problem}.", file=sys.stderr, flush=True)
            return
        del self._due[number]
        self._children[process] = Child(number, process, time.monotonic())
        self._porter.add(number, way)

    def _begun(self, number: int) -> tuple[int, socket.socket]:
        """The id of a new process, and our end of the way to it. Raises `OSError`."""
        here, there = new_way()
        with there:
            there.set_inheritable(True)
            told = Place(number, self._count, there.fileno(), os.getpid()).told()
            try:
                return os.posix_spawn(self._command[0], self._command, {**os.environ, **told}), here
            except OSError:
                here.close()
                raise

    def end(self) -> None:
        """Ask them to end, and make those end that do not."""
        for process in (running := list(self._children)):
            os.kill(process, signal.SIGTERM)
        deadline = time.monotonic() + GRACE
        while running := [process for process in running if os.waitpid(process, os.WNOHANG) == (0, 0)]:
            if time.monotonic() >= deadline:
                for process in running:
                    os.kill(process, signal.SIGKILL)
            time.sleep(0.1)


def _ending(failures: int) -> str:
    if failures < TRIES:
        return "has ended and is started again."
    return f"has not come up {failures} times in a row. The others serve on; it is tried again in {LONG_PAUSE} seconds."


def look_after(listening: socket.socket, children: Sequence[Child], ways: Sequence[socket.socket], command: list[str]) -> int:
    """Until asked to end, or none of them serves. Returns the code to end with."""
    keeper = Keeper(listening, children, ways, command)
    for name in ENDING:
        signal.signal(name, keeper.stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)
    try:
        return keeper.keep()
    finally:
        keeper.end()


def main() -> int:
    """With what `become` told."""
    processes, handed, *command = sys.argv[1:]
    children = [Child(number, int(process), time.monotonic()) for number, process in enumerate(processes.split(","))]
    listening, *ways = (_handed(int(handle)) for handle in handed.split(","))
    return look_after(listening, children, ways, command)


def _handed(handle: int) -> socket.socket:
    """A socket of the process whose place this one took; none of those that are started again may have it."""
    there = socket.socket(fileno=handle)
    there.set_inheritable(False)
    there.setblocking(False)
    return there


if __name__ == "__main__":
    sys.exit(main())
