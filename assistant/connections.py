"""Lets a process serve the connections that a porter gives it (porter.py), and give those to another process whose request is at
home there (homes.py). A proxy sends the requests of many visitors on one connection, so each request is looked at.
"""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import suppress
from functools import partial, partialmethod
from itertools import count
from typing import Any, Callable, Optional

from assistant.homes import here
from assistant.porter import CONNECTION, ENDED, LONGEST_REQUEST, SERVING, has_taken, passes_to

logger = logging.getLogger(__name__)


def serve_from(way: socket.socket) -> None:
    """Let Rasa's web server, once it starts in this process, serve the connections that come this way and not listen itself."""
    from sanic import Sanic
    from sanic.http import Stage
    from sanic.server.protocols.http_protocol import HttpProtocol

    way.setblocking(False)

    class Handed(HttpProtocol):
        __slots__ = ("came",)
        came: bytes  # what had come on the connection before it was given to this process

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self.recv_buffer += self.came

        def data_received(self, data: bytes) -> None:
            http = getattr(self, "_http", None)  # none yet on a new connection
            begins = not self.recv_buffer and (http is None or http.stage is Stage.IDLE)
            if begins and (home := here().elsewhere(data)) is not None and _passed(way, home, self.transport, data):
                self.abort()  # here only: the connection lives on where it was passed to
            else:
                super().data_received(data)

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
    Sanic.run = partialmethod(_run, Sanic.run, way, Handed)  # type: ignore[assignment,method-assign]


def _run(app: object, run: Callable[..., object], way: socket.socket, protocol: type, **settings: object) -> object:
    return run(app, **{**settings, "host": None, "port": None, "sock": way, "protocol": protocol})


def _passed(way: socket.socket, home: int, transport: Any, request: bytes) -> bool:
    """Give a connection to another process, with the request that has come on it. False where that cannot be done now."""
    encrypted, unsent = transport.get_extra_info("sslcontext"), transport.get_write_buffer_size()
    if encrypted or unsent or transport.is_closing() or len(request) > LONGEST_REQUEST:
        return False
    try:
        connection = transport.get_extra_info("socket").fileno()
        socket.send_fds(way, [passes_to(home, request)], [connection])
    except OSError:
        return False
    return True


class _Server:
    """What stands for asyncio's."""

    def __init__(self, stop: Callable[[], object]) -> None:
        self.close = stop

    async def wait_closed(self) -> None:
        return


async def _handed(
    loop: Any, way: socket.socket, protocol: Callable[[], Any], *_: object, ssl: Any = None, **__: object
) -> _Server:
    connecting, taken = set[Any](), count(1)

    def with_what_came(request: bytes) -> Any:
        made = protocol()
        made.came = request
        return made

    def take() -> None:
        try:
            given, handles, _, _ = socket.recv_fds(way, len(CONNECTION) + LONGEST_REQUEST, 1)
        except BlockingIOError:
            return
        if not given:  # whoever began this process is gone
            loop.remove_reader(way)
        for handle in handles:
            _tell(way, has_taken(next(taken)))
            made, connection = partial(with_what_came, given[len(CONNECTION) :]), socket.socket(fileno=handle)
            task = loop.create_task(loop.connect_accepted_socket(made, connection, ssl=ssl))
            connecting.add(task)
            task.add_done_callback(partial(_connected, way, connecting))

    loop.add_reader(way, take)
    _tell(way, SERVING)
    return _Server(lambda: loop.remove_reader(way))


def _connected(way: socket.socket, connecting: set[Any], task: Any) -> None:
    connecting.discard(task)
    if task.cancelled() or task.exception():
        logger.warning("A connection that was handed over is lost: %r", None if task.cancelled() else task.exception())
        _tell(way, ENDED)


def _tell(way: socket.socket, what: bytes) -> None:
    with suppress(OSError):  # nobody listens any more, or not just now: a count is no matter of life and death
        way.send(what)
