"""A token tells the process where its conversation is at home."""

from __future__ import annotations

import secrets

import pytest

from assistant.homes import Home, home_of

TOKEN = "abc"
REQUEST = "POST /x HTTP/1.1\r\nHost: a\r\n{}Content-Length: 2\r\n\r\n{{}}"


@pytest.fixture
def elsewhere() -> Home:
    """A process that `TOKEN` is not at home in."""
    return Home(1 - home_of(TOKEN.encode(), 2), 2)


def test_new_tokens_are_at_home_where_they_are_made_and_differ() -> None:
    for count in (1, 2, 7):
        for number in range(count):
            tokens = {Home(number, count).new_token(lambda: secrets.token_urlsafe(8)) for _ in range(20)}
            assert len(tokens) == 20 and {home_of(token.encode(), count) for token in tokens} == {number}


@pytest.mark.parametrize("line", ["Authorization: Bearer abc", "authorization:bearer  abc", "AUTHORIZATION: BEARER\tabc "])
def test_a_request_is_known_by_its_token(elsewhere: Home, line: str) -> None:
    request = REQUEST.format(line + "\r\n").encode()
    assert elsewhere.elsewhere(request) == home_of(TOKEN.encode(), 2)
    assert Home(home_of(TOKEN.encode(), 2), 2).elsewhere(request) is None
    assert Home().elsewhere(request) is None


def test_what_tells_no_token_stays(elsewhere: Home) -> None:
    whole = REQUEST.format("Authorization: Bearer abc\r\n").encode()
    for request in (
        REQUEST.format("").encode(),
        REQUEST.format("Authorization: Basic abc\r\n").encode(),
        whole[: whole.index(b"Content")],  # its headers are not whole
        REQUEST.format("").encode() + b"\r\nAuthorization: Bearer abc\r\n",  # part of what is said
        b"",
        b"\x00\xff\r\n\r\n",
    ):
        assert elsewhere.elsewhere(request) is None
