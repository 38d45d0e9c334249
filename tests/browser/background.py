"""An aiohttp application that runs in a thread of its own, beside a browser that is driven synchronously."""

from __future__ import annotations

import asyncio
import threading
from typing import Any, Coroutine

from aiohttp import web

from assistant.ports import LOOPBACK, free_port


class BackgroundServer:
    """Serves `application()` on a free port of loopback between `start()` and `stop()`."""

    def __init__(self) -> None:
        self.port = free_port()
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._ready = threading.Event()
        self._runner: web.AppRunner | None = None

    @property
    def url(self) -> str:
        return f"http://{LOOPBACK}:{self.port}"

    def application(self) -> web.Application:
        raise NotImplementedError

    def start(self) -> Any:
        self._thread.start()
        assert self._ready.wait(10), "The test server did not start."
        return self

    def stop(self) -> None:
        if self._runner:
            self.run(self._runner.cleanup())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join(5)

    def run(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Do `work` in the server's thread and return what it returns."""
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self.loop)
        self.loop.run_until_complete(self._serve())
        self._ready.set()
        self.loop.run_forever()
        left = asyncio.all_tasks(self.loop)
        for task in left:
            task.cancel()
        self.loop.run_until_complete(asyncio.gather(*left, return_exceptions=True))

    async def _serve(self) -> None:
        self._runner = web.AppRunner(self.application(), access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        await web.TCPSite(self._runner, LOOPBACK, self.port).start()
