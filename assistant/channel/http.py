"""Requests and responses: JSON bodies in, JSON out, the headers that go with everything."""

from __future__ import annotations

import ipaddress
import json
from functools import lru_cache
from typing import Any, Dict, Optional

from sanic import response
from sanic.request import Request
from sanic.response import HTTPResponse

from assistant.channel.refusals import Refusal

HEADERS = {
    "Content-Security-Policy": "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
LARGEST_NUMBER = 2**31 - 1
ADDRESSES = 1_000  # that are remembered, for each is asked for several times


def as_json(content: Any, status: int = 200, headers: Optional[Dict[str, str]] = None) -> HTTPResponse:
    return response.raw(
        json.dumps(content, ensure_ascii=False).encode(), status, headers=headers, content_type="application/json"
    )


def refused(refusal: Refusal, headers: Optional[Dict[str, str]] = None) -> HTTPResponse:
    """A refusal as a response."""
    retry = {"Retry-After": str(refusal.retry_after)} if refusal.retry_after else {}
    return as_json(refusal.as_dict(), refusal.status, {**retry, **(headers or {})})


def read_body(request: Request, longest: int) -> Dict[str, Any]:
    """The JSON object in a request. Raises `Refusal`."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind != "application/json":
        raise Refusal("not_json", "Send the body as application/json.")
    if len(request.body) > longest:
        raise Refusal("body_too_large", f"The body is too large. Keep it under {longest} bytes.")
    try:
        body = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Refusal("bad_json", "The body is not JSON.") from None
    if not isinstance(body, dict):
        raise Refusal("bad_request", "The body must be a JSON object.")
    return body


def whole_number(value: Any, name: str, lowest: int = 0, highest: int = LARGEST_NUMBER) -> int:
    """A field that must be a whole number. Raises `Refusal`."""
    if isinstance(value, bool) or not isinstance(value, int) or not lowest <= value <= highest:
        raise Refusal("bad_request", f'"{name}" must be a whole number from {lowest} to {highest}.')
    return value


def query_number(request: Request, name: str, default: int, highest: int = LARGEST_NUMBER) -> int:
    """A number in the address. Raises `Refusal`."""
    raw = request.args.get(name, str(default))
    return whole_number(int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 12 else None, name, 0, highest)


def address_of(request: Request) -> str:
    """Who is counted as one: the visitor's IPv4 address or IPv6 network, as the trusted proxies tell it."""
    return _counted_as(str(request.remote_addr or request.ip or "").strip("[]"))


@lru_cache(ADDRESSES)
def _counted_as(given: str) -> str:
    try:
        address = ipaddress.ip_address(given)
    except ValueError:
        return "unknown"
    if address.version == 6 and not address.ipv4_mapped:
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(getattr(address, "ipv4_mapped", None) or address)
