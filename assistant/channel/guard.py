"""What holds for every request, also for those that no route of ours takes: JSON errors, safe headers, checked origins.

Rasa's server would answer with HTML pages, tell its version at `/`, and reply to any preflight; all that is replaced.
"""

from __future__ import annotations

import logging
from typing import Optional

from sanic import Sanic
from sanic.exceptions import MethodNotSupported, NotFound, PayloadTooLarge, SanicException
from sanic.handlers import ErrorHandler
from sanic.request import Request
from sanic.response import BaseHTTPResponse, HTTPResponse, empty, redirect

from assistant.channel.address import API_ADDRESS, PAGE_ADDRESS
from assistant.channel.http import HEADERS, refused
from assistant.channel.origins import headers_for, is_allowed
from assistant.channel.refusals import Refusal, unavailable
from assistant.channel.settings import Settings

logger = logging.getLogger(__name__)
READ_UP_TO = 16  # times the longest body; what is larger is cut off before it is read


def install(app: Sanic, settings: Settings) -> None:
    """Put the guard before and after everything that the server does."""
    app.config.PROXIES_COUNT = settings.proxies
    app.config.REQUEST_MAX_SIZE = settings.longest_body * READ_UP_TO
    app.config.ACCESS_LOG = False  # its lines are made of the address that was asked for, and never written (admissions/logs.py)
    app.ctx.sanic_cors.resources = []  # Rasa's own CORS
    app.error_handler = JsonErrors()

    async def before(request: Request) -> Optional[HTTPResponse]:
        if request.path == PAGE_ADDRESS.rstrip("/"):
            return redirect(PAGE_ADDRESS)
        if not request.path.startswith((API_ADDRESS + "/", PAGE_ADDRESS)):
            return refused(_not_found())
        if not is_allowed(request, settings.allowed_origins):
            return refused(Refusal("origin_not_allowed", "This website may not use the chat."))
        return empty(headers=headers_for(request)) if request.method == "OPTIONS" else None

    async def after(request: Request, response: BaseHTTPResponse) -> None:
        cors = headers_for(request) if is_allowed(request, settings.allowed_origins) else {}
        for name, value in {**HEADERS, **cors}.items():
            response.headers.setdefault(name, value)

    app.register_middleware(before, "request")
    app.register_middleware(after, "response")


class JsonErrors(ErrorHandler):
    """Every error as `{code, retryable, retry_after, message}`, and never with what the visitor wrote."""

    def response(self, request: Request, exception: Exception) -> HTTPResponse:
        headers = dict(getattr(exception, "headers", None) or {})
        return refused(as_refusal(request, exception), headers)


def as_refusal(request: Optional[Request], exception: Exception) -> Refusal:
    if isinstance(exception, Refusal):
        return exception
    if isinstance(exception, NotFound):
        return _not_found()
    if isinstance(exception, MethodNotSupported):
        return Refusal("method_not_allowed", "This address does not take that method; see the Allow header.")
    if isinstance(exception, PayloadTooLarge):
        return Refusal("body_too_large", "The request is too large.")
    not_read = request is None or request.route is None  # it failed before any of our code: the request was broken
    if getattr(exception, "status_code", 400 if not_read else 500) < 500:
        return Refusal("bad_request", "The request could not be read.")
    if not isinstance(exception, SanicException):  # those come when the server stops
        logger.error("A request failed: %s", type(exception).__name__)
    return unavailable()


def _not_found() -> Refusal:
    return Refusal("not_found", "There is nothing at this address.")
