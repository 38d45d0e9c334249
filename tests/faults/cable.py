"""A network cable between two processes that can be cut: what is sent then neither arrives nor is refused, and goes on later.

It stands in for a network namespace, which needs rights that few machines give.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from assistant.ports import LOOPBACK

CHUNK = 65_536


@dataclass(frozen=True)
class End:
    """Where a cable leads: a port of this machine, or the socket of a file."""

    port: int = 0
    file: Path | None = None


class Cable:
    """Leads from `port`, a free one, to `to`. All cables share one thread."""

    _loop: asyncio.AbstractEventLoop | None = None

    def __init__(self, name: str, to: End) -> None:
        self.name, self._to = name, to
        self._sound = asyncio.Event()
        self._sound.set()
        self._open: set[asyncio.StreamWriter] = set()
        self._server = asyncio.run_coroutine_threadsafe(asyncio.start_server(self._connect, LOOPBACK, 0), self._thread()).result(
            10
        )
        self.port: int = self._server.sockets[0].getsockname()[1]

    @classmethod
    def _thread(cls) -> asyncio.AbstractEventLoop:
        if cls._loop is None:
            cls._loop = asyncio.new_event_loop()
            threading.Thread(target=cls._loop.run_forever, daemon=True).start()
        return cls._loop

    def cut(self) -> None:
        self._thread().call_soon_threadsafe(self._sound.clear)

    def mend(self) -> None:
        self._thread().call_soon_threadsafe(self._sound.set)

    def remove(self) -> None:
        def close() -> None:
            self._server.close()
            self._sound.set()
            for writer in [*self._open]:
                writer.close()

        self._thread().call_soon_threadsafe(close)

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await self._sound.wait()
        try:
            if self._to.file:
                there, back = await asyncio.open_unix_connection(str(self._to.file))
            else:
                there, back = await asyncio.open_connection(LOOPBACK, self._to.port)
        except OSError:
            writer.close()
            return
        ends = {writer, back}
        self._open |= ends
        try:
            passing = [asyncio.ensure_future(self._pass(reader, back)), asyncio.ensure_future(self._pass(there, writer))]
            await asyncio.wait(passing, return_when=asyncio.FIRST_COMPLETED)
            for task in passing:
                task.cancel()
        finally:
            self._open -= ends
            for end in ends:
                end.close()

    async def _pass(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while chunk := await source.read(CHUNK):
                await self._sound.wait()
                sink.write(chunk)
                await sink.drain()
