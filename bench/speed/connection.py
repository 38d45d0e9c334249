"""One visitor's HTTP connections, with as little as it takes: what the load generator uses up is missing to the servers that it
measures, and a full client takes as long for a message as a tenth of a turn."""

from __future__ import annotations

import asyncio
import json
from contextlib import ExitStack, contextmanager
from typing import Any, Iterator
from urllib.parse import urlsplit

SLOWEST = 120  # seconds; then a message has no answer


class NoAnswer(Exception):
    """The server refused a message, said nothing to it, or cannot be reached."""


class Connections:
    """Kept open, one for each host, as a browser keeps them: nobody else's message goes over them. Closes with the `with`."""

    def __init__(self) -> None:
        self._open: dict[str, tuple[asyncio.StreamReader, asyncio.StreamWriter]] = {}

    def __enter__(self) -> Connections:
        return self

    def __exit__(self, *_: object) -> None:
        for host in list(self._open):
            self._close(host)

    def _close(self, host: str) -> None:
        if host in self._open:
            self._open.pop(host)[1].close()

    async def request(self, method: str, url: str, body: Any = None, token: str = "") -> Any:
        """The JSON that is answered. Raises `NoAnswer`, also for a status other than 200."""
        parts = urlsplit(url)
        sent = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {parts.path}{'?' + parts.query if parts.query else ''} HTTP/1.1\r\nHost: {parts.netloc}\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(sent)}\r\n"
        head += f"Authorization: Bearer {token}\r\n\r\n" if token else "\r\n"
        try:
            status, answer = await asyncio.wait_for(self._exchanged(parts.netloc, head.encode() + sent), SLOWEST)
        except (OSError, EOFError, asyncio.TimeoutError) as problem:
            self._close(parts.netloc)
            raise NoAnswer(f"{type(problem).__name__}: {problem}") from problem
        if status != 200:
            raise NoAnswer(f"HTTP {status}: {answer[:200].decode(errors='replace')}")
        return json.loads(answer)

    async def _exchanged(self, host: str, message: bytes) -> tuple[int, bytes]:
        if host in self._open and self._open[host][0].at_eof():
            self._close(host)
        if host not in self._open:
            name, port = host.rsplit(":", 1)
            self._open[host] = await asyncio.open_connection(name, int(port))
        reader, writer = self._open[host]
        writer.write(message)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        return int(head.split(b" ", 2)[1]), await reader.readexactly(length)


@contextmanager
def visitors(count: int) -> Iterator[list[Connections]]:
    """The connections of so many, until the block ends."""
    with ExitStack() as stack:
        yield [stack.enter_context(Connections()) for _ in range(count)]
