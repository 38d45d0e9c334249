"""A proxy that makes a network as bad as visitors have: in front of any HTTP server, it loses, repeats and delays.

In a test: `proxy.inject("drop_response", path="messages")` makes the next request whose path has `messages` in it go wrong;
`proxy.at_random(0.3, seed=1)` makes that share of all chat requests go wrong in ways drawn from `RANDOM_FAULTS`.
By hand: `python -m tests.browser.faulty_proxy --target http://127.0.0.1:5005 --port 5006 --share 0.3`.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import time
from collections import Counter
from dataclasses import dataclass
from typing import AsyncIterator

import aiohttp
from aiohttp import web

from tests.browser.background import BackgroundServer

FAULTS = {
    "drop_request": "the connection dies before the server sees anything",
    "drop_response": "the server does it, and the answer is lost",
    "duplicate": "the server gets it twice at once",
    "delay": "the request reaches the server `seconds` late",
    "unavailable": "503 from something in between, without the server",
    "hang": "no answer, and the connection stays open",
    "portal": "200 and a page of HTML, as hotel networks answer",
}
RANDOM_FAULTS = ("drop_request", "drop_response", "duplicate", "delay", "unavailable")
CHAT_PATH = "/webhooks/chat/"
ONE_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "content-encoding", "date", "server"}


@dataclass
class Fault:
    """What happens to the next `times` requests of `method` ("" is any) whose path contains `path`."""

    action: str
    path: str = CHAT_PATH
    method: str = ""
    times: float = 1
    seconds: float = 1.0

    def meets(self, request: web.Request) -> bool:
        return self.times > 0 and self.path in request.path and self.method in ("", request.method)


class FaultyProxy(BackgroundServer):
    """Passes requests on to `target` (an origin, no path). `seen` lists `(method, path with query)` of every request;
    `happened` counts the faults by name. `address` is whose the requests are said to be, if any."""

    def __init__(self, target: str, port: int | None = None) -> None:
        super().__init__()
        self.target = target.rstrip("/")
        self.port = port or self.port
        self.seen: list[tuple[str, str]] = []
        self.happened: Counter[str] = Counter()
        self.address = ""
        self._faults: list[Fault] = []
        self._share = 0.0
        self._random = random.Random(0)
        self._client: aiohttp.ClientSession | None = None
        self._released = asyncio.Event()

    def inject(self, action: str, **details: object) -> Fault:
        assert action in FAULTS, f"{action} is none of {', '.join(FAULTS)}."
        fault = Fault(action, **details)  # type: ignore[arg-type]
        self._faults.append(fault)
        return fault

    def die(self, path: str = CHAT_PATH) -> Fault:
        """Every connection is refused until `heal()`."""
        return self.inject("drop_request", path=path, times=float("inf"))

    def at_random(self, share: float, seed: int = 0) -> None:
        self._share, self._random = share, random.Random(seed)

    def heal(self) -> None:
        """No more faults; what hangs is let go."""
        self._faults.clear()
        self._share = 0.0
        self.loop.call_soon_threadsafe(self._release)

    def count(self, path: str, method: str = "") -> int:
        return sum(path in seen and method in ("", how) for how, seen in list(self.seen))

    def tried(self, path: str, times: int) -> bool:
        return self.count(path) >= times

    def application(self) -> web.Application:
        app = web.Application(client_max_size=10**7)
        app.router.add_route("*", "/{path:.*}", self._handle)
        app.cleanup_ctx.append(self._with_client)
        return app

    async def _with_client(self, _: web.Application) -> AsyncIterator[None]:
        connector = aiohttp.TCPConnector(limit=0, force_close=True)
        self._client = aiohttp.ClientSession(connector=connector, auto_decompress=True)
        yield
        self._release()
        await self._client.close()

    def _release(self) -> None:
        self._released.set()
        self._released = asyncio.Event()

    def _draw(self, request: web.Request) -> Fault | None:
        for fault in self._faults:
            if fault.meets(request):
                fault.times -= 1
                return fault
        if CHAT_PATH in request.path and self._random.random() < self._share:
            return Fault(self._random.choice(RANDOM_FAULTS), seconds=self._random.uniform(0.05, 1.5))
        return None

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        self.seen.append((request.method, request.path_qs))
        body = await request.read()
        fault = self._draw(request)
        action = fault.action if fault else ""
        if action:
            self.happened[action] += 1
        if action == "drop_request":
            return self._cut(request)
        if action == "unavailable":
            return web.Response(status=503, text="Service unavailable")
        if action == "portal":
            return web.Response(text="<h1>Please sign in to the network</h1>", content_type="text/html")
        if action == "hang":
            await self._released.wait()
            return self._cut(request)
        if fault and action == "delay":
            await asyncio.sleep(fault.seconds)
        if action == "duplicate":
            answer = (await asyncio.gather(self._pass_on(request, body), self._pass_on(request, body)))[0]
        else:
            answer = await self._pass_on(request, body)
        if action == "drop_response":
            return self._cut(request)
        return answer

    async def _pass_on(self, request: web.Request, body: bytes) -> web.Response:
        assert self._client
        headers = {name: value for name, value in request.headers.items() if name.lower() not in ONE_HOP}
        if self.address:
            headers["X-Forwarded-For"] = self.address
        try:
            async with self._client.request(
                request.method, self.target + request.path_qs, data=body or None, headers=headers, allow_redirects=False
            ) as answer:
                kept = {name: value for name, value in answer.headers.items() if name.lower() not in ONE_HOP}
                return web.Response(status=answer.status, headers=kept, body=await answer.read())
        except aiohttp.ClientError:
            return web.Response(status=502, text="The server behind the proxy does not answer.")

    @staticmethod
    def _cut(request: web.Request) -> web.Response:
        if request.transport:
            request.transport.abort()
        return web.Response(status=500)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--target", required=True)
    parser.add_argument("--port", type=int)
    parser.add_argument("--share", type=float, default=0.3)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    proxy = FaultyProxy(asked.target, asked.port)
    proxy.at_random(asked.share, asked.seed)
    proxy.start()
    print(f"{proxy.url} passes on to {asked.target}; {asked.share:.0%} of chat requests go wrong. Ctrl-C ends it.")
    try:
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        proxy.stop()


if __name__ == "__main__":
    main()
