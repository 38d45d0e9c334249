"""Gives the connections of one port to several processes, each to the one that has fewest.

Left to the system they fall unevenly, so that some visitors wait while another process has nothing to do. The process that
began the others accepts, and passes each connection on whole; what is said on it does not come by here. While no process
serves, connections wait at the port.
"""

from __future__ import annotations

import asyncio
import selectors
import socket
from contextlib import suppress
from dataclasses import dataclass
from functools import partial, partialmethod
from itertools import count
from typing import Any, Callable, Optional

SERVING, ENDED = b"s", b"e"  # what a process tells: that it serves; that a connection has ended
_AT_ONCE = 16  # connections taken off a pair of sockets in one go
_CONNECTION = b"c"


@dataclass(eq=False)
class _Post:
    """Where connections to one process go. `open`: how many it has; `turn`: when it last got one."""

    way: socket.socket
    serving: bool = False
    open: int = 0
    turn: int = 0


class Porter:
    """For the process that began the others."""

    def __init__(self, listening: socket.socket) -> None:
        self._listening, self._posts, self._turns = listening, list[_Post](), count(1)
        self._listening.setblocking(False)
        self._watched = selectors.DefaultSelector()

    def add(self) -> socket.socket:
        """A new process: what it needs for `serve_from`."""
        here, there = socket.socketpair()
        here.setblocking(False)
        post = _Post(here)
        self._posts.append(post)
        self._watched.register(here, selectors.EVENT_READ, post)
        return there

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
            for post in sorted(serving, key=lambda post: (post.open, post.turn)):
                try:
                    socket.send_fds(post.way, [_CONNECTION], [connection.fileno()])
                except OSError:  # it is frozen or has just died
                    continue
                post.open, post.turn = post.open + 1, next(self._turns)
                return

    def _hear(self, post: _Post) -> None:
        try:
            said = post.way.recv(4096)
        except BlockingIOError:
            return
        except OSError:
            said = b""
        if said:
            post.serving = post.serving or SERVING in said
            post.open -= said.count(ENDED)
        else:
            self._watched.unregister(post.way)
            post.way.close()
            self._posts.remove(post)
        watching, serving = self._listening in self._watched.get_map(), any(each.serving for each in self._posts)
        if serving and not watching:
            self._watched.register(self._listening, selectors.EVENT_READ)
        elif watching and not serving:
            self._watched.unregister(self._listening)


def serve_from(way: socket.socket) -> None:
    """Let Rasa's web server, once it starts in this process, serve the connections that come this way and not listen itself."""
    from sanic import Sanic
    from sanic.server.protocols.http_protocol import HttpProtocol

    way.setblocking(False)

    class Counted(HttpProtocol):
        def connection_lost(self, problem: Optional[Exception]) -> None:
            super().connection_lost(problem)
            _tell(way, ENDED)

    make_loop = asyncio.new_event_loop

    def new_event_loop() -> asyncio.AbstractEventLoop:
        loop: Any = make_loop()
        listen = loop.create_server
        loop.create_server = lambda *given, sock=None, **how: (
            _handed(loop, way, *given, **how) if sock is way else listen(*given, sock=sock, **how)
        )
        return loop  # type: ignore[no-any-return]

    asyncio.new_event_loop = new_event_loop
    Sanic.run = partialmethod(_run, Sanic.run, way, Counted)  # type: ignore[assignment,method-assign]


def _run(app: object, run: Callable[..., object], way: socket.socket, protocol: type, **settings: object) -> object:
    return run(app, **{**settings, "host": None, "port": None, "sock": way, "protocol": protocol})


class _Handed:
    """What stands for asyncio's server."""

    def __init__(self, stop: Callable[[], object]) -> None:
        self.close = stop

    async def wait_closed(self) -> None:
        return


async def _handed(
    loop: Any, way: socket.socket, protocol: Callable[[], Any], *_: object, ssl: Any = None, **__: object
) -> _Handed:
    taken = set[Any]()

    def take() -> None:
        try:
            said, handles, _, _ = socket.recv_fds(way, _AT_ONCE, _AT_ONCE)
        except BlockingIOError:
            return
        if not said:  # whoever began this process is gone
            loop.remove_reader(way)
        for handle in handles:
            connecting = loop.create_task(loop.connect_accepted_socket(protocol, socket.socket(fileno=handle), ssl=ssl))
            taken.add(connecting)
            connecting.add_done_callback(partial(_connected, way, taken))

    loop.add_reader(way, take)
    _tell(way, SERVING)
    return _Handed(lambda: loop.remove_reader(way))


def _connected(way: socket.socket, taken: set[Any], connecting: Any) -> None:
    taken.discard(connecting)
    if connecting.cancelled() or connecting.exception():
        _tell(way, ENDED)


def _tell(way: socket.socket, what: bytes) -> None:
    with suppress(OSError):  # nobody listens any more, or not just now: a count is no matter of life and death
        way.send(what)
