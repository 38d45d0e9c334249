"""Which websites may use the chat."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from assistant.channel.origins import headers_for, is_allowed

LISTED = ("https://www.centre.example",)


def request(origin: str | None, host: str = "chat.example") -> SimpleNamespace:
    return SimpleNamespace(headers={"origin": origin} if origin is not None else {}, host=host)


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [
        (None, True),  # no browser, or a page that asks its own server
        ("https://www.centre.example", True),
        ("https://WWW.centre.example", True),
        ("http://chat.example", True),
        ("https://chat.example", True),
        ("http://www.centre.example", False),
        ("https://centre.example", False),
        ("https://www.centre.example.evil.example", False),
        ("https://chat.example:8443", False),
        ("https://evil.example/chat.example", False),
        ("null", False),
        ("", False),
    ],
)
def test_only_our_own_page_and_those_listed(origin: str | None, allowed: bool) -> None:
    assert is_allowed(request(origin), LISTED) is allowed  # type: ignore[arg-type]


def test_nobody_is_our_own_page_without_a_host() -> None:
    assert not is_allowed(request("", host=""), LISTED)  # type: ignore[arg-type]


def test_a_listed_page_is_named_and_never_gets_credentials() -> None:
    headers = headers_for(request(LISTED[0]))  # type: ignore[arg-type]
    assert headers["Access-Control-Allow-Origin"] == LISTED[0]
    assert headers["Vary"] == "Origin"
    assert "Access-Control-Allow-Credentials" not in headers
    assert headers_for(request(None)) == {"Vary": "Origin"}  # type: ignore[arg-type]
