"""A website of somebody else, of one page."""

from __future__ import annotations

from urllib.parse import urlsplit

from aiohttp import web

from tests.browser.background import BackgroundServer


class Website(BackgroundServer):
    """Serves `html` at `origin` (http on loopback; "" is any free port), with a content security policy if one is given."""

    def __init__(self, origin: str, html: str, policy: str = "") -> None:
        super().__init__()
        self.port = urlsplit(origin).port or self.port
        self._html, self._policy = html, policy

    def __enter__(self) -> Website:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def application(self) -> web.Application:
        app = web.Application()
        app.router.add_get("/", self._page)
        return app

    async def _page(self, _: web.Request) -> web.Response:
        headers = {"Content-Security-Policy": self._policy} if self._policy else {}
        return web.Response(text=self._html, content_type="text/html", charset="utf-8", headers=headers)
