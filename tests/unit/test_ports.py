"""Where to listen: what is wrong is told as what it is."""

from __future__ import annotations

import socket

import pytest

from assistant.ports import LOOPBACK, CannotListen, check_free, free_port, origin, wanted_port


def test_a_port_that_is_taken_is_told_apart_from_an_address_that_is_none() -> None:
    with socket.create_server((LOOPBACK, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(CannotListen, match=f"Port {port} is taken"):
            check_free(port)
    for host in ("203.0.113.9", "::1x", "no such host"):
        with pytest.raises(CannotListen, match=f"HOST={host} is no address"):
            check_free(free_port(), host)
    check_free(free_port(), "0.0.0.0")


@pytest.mark.skipif(not socket.has_dualstack_ipv6(), reason="this machine has no IPv6")
def test_an_address_of_the_newer_kind_is_free() -> None:
    check_free(free_port(), "::")


@pytest.mark.parametrize("port", ["²", "0", "65536", "-1", "http"])
def test_what_is_no_port_is_told(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(ValueError, match=f"PORT={port} is no port"):
        wanted_port()


def test_those_that_listen_everywhere_are_asked_here() -> None:
    assert origin("0.0.0.0", 5005) == "http://127.0.0.1:5005"
    assert origin("::", 5005) == "http://[::1]:5005"
    assert origin("192.0.2.7", 5005) == "http://192.0.2.7:5005"
