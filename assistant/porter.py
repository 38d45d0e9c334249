"""Gives the connections of one port to several processes, each to the one that has fewest.

Left to the system they fall unevenly, so that some visitors wait while another process has nothing to do. The keeper of the
others accepts, and passes each connection on whole; what is said on it does not come by here, but where a process
gives a connection to another with the request that has come on it. While no process serves, connections wait at the port.
"""

from __future__ import annotations

import selectors
import socket
import time
from collections import deque
from dataclasses import dataclass, field
from itertools import count

# What a process tells, beside `has_taken` and `passes_to`: that it serves; that a connection has ended.
SERVING, ENDED = b"s", b"e"
_TAKEN, _PASSED = b"t", b"p"
CONNECTION = b"c"  # what it is given: a connection, and what has come on it already
LONGEST_REQUEST = 65536  # bytes of it that can be passed on
PATIENCE = 1.0  # seconds in which a process takes what it is given; one that does not is frozen, or has much to do
_ROOM = LONGEST_REQUEST + 3


def has_taken(so_far: int) -> bytes:
    """A process tells how many connections it has taken, all together, for one such word may be lost."""
    return _TAKEN + so_far.to_bytes(4, "big")


def passes_to(number: int, request: bytes) -> bytes:
    """A process tells, beside a connection, which process it is for, and what has come on it."""
    return _PASSED + number.to_bytes(2, "big") + request


def new_way() -> tuple[socket.socket, socket.socket]:
    """To a process: the porter's end, and that which it needs for `serve_from`."""
    return socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)


@dataclass(eq=False)
class _Post:
    """Where connections to one process go. `open`: how many it has; `turn`: when it last got one; `given`: when it got those that
    it has not taken yet."""

    number: int
    way: socket.socket
    serving: bool = False
    open: int = 0
    turn: int = 0
    given: deque[float] = field(default_factory=deque)
    taken: int = 0

    @property
    def takes(self) -> bool:
        return not self.given or time.monotonic() - self.given[0] < PATIENCE


class Porter:
    """For the keeper of the others (keeper.py)."""

    def __init__(self, listening: socket.socket) -> None:
        self._listening, self._posts, self._turns = listening, list[_Post](), count(1)
        self._listening.setblocking(False)
        self._watched = selectors.DefaultSelector()

    def add(self, number: int, way: socket.socket) -> None:
        """A new process, and our end of the way to it."""
        way.setblocking(False)
        post = _Post(number, way)
        self._posts.append(post)
        self._watched.register(way, selectors.EVENT_READ, post)

    def attend(self, seconds: float) -> None:
        """Hand out what comes, for about as long."""
        for key, _ in self._watched.select(seconds):
            if key.data is None:
                self._let_in()
            else:
                self._hear(key.data)

    def _let_in(self) -> None:
        try:
            connection, _ = self._listening.accept()
        except OSError:  # it has gone again
            return
        with connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            serving = [post for post in self._posts if post.serving]
            self._give(connection, sorted(serving, key=lambda post: (not post.takes, post.open, post.turn)))

    def _give(self, connection: socket.socket, posts: list[_Post], request: bytes = b"") -> None:
        """To the first of them that has room for it."""
        for post in posts:
            try:
                socket.send_fds(post.way, [CONNECTION + request], [connection.fileno()])
            except OSError:  # it is frozen or has just died
                continue
            post.open, post.turn = post.open + 1, next(self._turns)
            post.given.append(time.monotonic())
            return

    def _hear(self, post: _Post) -> None:
        try:
            said, handles, _, _ = socket.recv_fds(post.way, _ROOM, 1)
        except BlockingIOError:
            return
        except OSError:
            said, handles = b"", []
        if not said:
            self._watched.unregister(post.way)
            post.way.close()
            self._posts.remove(post)
        elif said == SERVING:
            post.serving = True
        elif said == ENDED:
            post.open -= 1
        elif said.startswith(_TAKEN):
            taken = int.from_bytes(said[1:5], "big")
            for _ in range(min(taken - post.taken, len(post.given))):
                post.given.popleft()
            post.taken = taken
        for handle in handles:
            with socket.socket(fileno=handle) as connection:
                self._pass_on(connection, said, post)
        watching, serving = self._listening in self._watched.get_map(), any(each.serving for each in self._posts)
        if serving and not watching:
            self._watched.register(self._listening, selectors.EVENT_READ)
        elif watching and not serving:
            self._watched.unregister(self._listening)

    def _pass_on(self, connection: socket.socket, said: bytes, back: _Post) -> None:
        """To the process that was named, or back where that one takes nothing now."""
        number, request = int.from_bytes(said[1:3], "big"), said[3:]
        homes = [post for post in self._posts if post.number == number and post.serving and post.takes]
        self._give(connection, [*homes, back], request)
