"""A web server before several assistants, as deployments have: passes each request on to one of them, to the next when one refuses.

A request that an assistant has begun is never passed on a second time, as nginx does it: whoever asked gets 502 and asks again.
"""

from __future__ import annotations

import asyncio
import hashlib
import itertools
from typing import AsyncIterator

import aiohttp
from aiohttp import web

from assistant.ports import LOOPBACK
from tests.browser.background import BackgroundServer
from tests.browser.faulty_proxy import ONE_HOP

CONNECT_LIMIT, ANSWER_LIMIT = 1.0, 40.0  # seconds


class Balancer(BackgroundServer):
    """`ports`: of the assistants. `sticky`: a conversation stays with its assistant while that one is up, as it must where
    assistants do not share what they remember; else they take turns."""

    def __init__(self, ports: list[int], sticky: bool) -> None:
        super().__init__()
        self._ports, self._sticky = ports, sticky
        self._turns = itertools.count()
        self._client: aiohttp.ClientSession | None = None

    def application(self) -> web.Application:
        app = web.Application(client_max_size=10**6)
        app.router.add_route("*", "/{path:.*}", self._handle)
        app.cleanup_ctx.append(self._with_client)
        return app

    async def _with_client(self, _: web.Application) -> AsyncIterator[None]:
        limits = aiohttp.ClientTimeout(total=ANSWER_LIMIT, sock_connect=CONNECT_LIMIT)
        self._client = aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0, force_close=True), timeout=limits)
        yield
        await self._client.close()

    def _order(self, request: web.Request) -> list[int]:
        token = request.headers.get("Authorization", "")
        first = int(hashlib.sha256(token.encode()).hexdigest(), 16) if self._sticky and token else next(self._turns)
        return [self._ports[(first + place) % len(self._ports)] for place in range(len(self._ports))]

    async def _handle(self, request: web.Request) -> web.Response:
        assert self._client
        headers = {name: value for name, value in request.headers.items() if name.lower() not in ONE_HOP}
        body = await request.read()
        for port in self._order(request):
            try:
                async with self._client.request(
                    request.method, f"http://{LOOPBACK}:{port}{request.path_qs}", data=body or None, headers=headers
                ) as answer:
                    kept = {name: value for name, value in answer.headers.items() if name.lower() not in ONE_HOP}
                    return web.Response(status=answer.status, headers=kept, body=await answer.read())
            except aiohttp.ClientConnectorError:
                continue
            except (aiohttp.ClientError, asyncio.TimeoutError):
                break
        return web.json_response({"code": "bad_gateway", "retry_after": None}, status=502)
