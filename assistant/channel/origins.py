"""Which websites may talk to the chat: its own, and those listed in credentials.yml. There are no cookies, so a browser
that ignores this gains nothing; but nobody else's page can put our chat on itself unnoticed."""

from __future__ import annotations

from typing import Dict, Tuple
from urllib.parse import urlsplit

from sanic.request import Request

METHODS, MAX_AGE = "GET, POST, DELETE, OPTIONS", "600"


def is_allowed(request: Request, listed: Tuple[str, ...]) -> bool:
    """Whether the page that asks may. Programs that are no browser send no `Origin`. The scheme of the own host is not
    compared: behind a proxy that speaks TLS it is not known."""
    origin = request.headers.get("origin")
    if origin is None:
        return True
    return origin.lower() in listed or (bool(request.host) and _host_of(origin.lower()) == request.host.lower())


def _host_of(origin: str) -> str:
    """Empty for what is no address, such as `http://[::1`."""
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def headers_for(request: Request) -> Dict[str, str]:
    """The CORS headers for a page that is allowed; none where no browser asks across origins."""
    origin = request.headers.get("origin")
    if origin is None:
        return {"Vary": "Origin"}
    return {
        "Vary": "Origin",
        "Access-Control-Allow-Origin": origin,
        "Access-Control-Allow-Methods": METHODS,
        "Access-Control-Allow-Headers": "Authorization, Content-Type",
        "Access-Control-Expose-Headers": "Retry-After",
        "Access-Control-Max-Age": MAX_AGE,
    }
