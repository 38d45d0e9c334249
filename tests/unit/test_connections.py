"""Connections fall evenly on the processes, wait while none serves, and pass by one that is gone or frozen."""

from __future__ import annotations

import socket
from typing import Iterator

import pytest

from assistant.connections import ENDED, SERVING, Porter

AT_ONCE = 16


class Door:
    """A port with its porter; `come` is a visitor's connection."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.porter = Porter(self.listening)
        self.visitors: list[socket.socket] = []

    def process(self) -> socket.socket:
        way = self.porter.add()
        way.setblocking(False)
        return way

    def come(self, count: int) -> None:
        for _ in range(count):
            self.visitors.append(socket.create_connection(self.listening.getsockname()))
        self.attend()

    def attend(self) -> None:
        for _ in range(AT_ONCE):
            self.porter.attend(0.01)

    def close(self) -> None:
        for each in (*self.visitors, self.listening):
            each.close()


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door()
    yield made
    made.close()


def taken(way: socket.socket) -> list[socket.socket]:
    found: list[socket.socket] = []
    while True:
        try:
            _, handles, _, _ = socket.recv_fds(way, AT_ONCE, AT_ONCE)
        except BlockingIOError:
            return found
        found += [socket.socket(fileno=handle) for handle in handles]


def test_connections_fall_evenly_and_the_one_with_fewest_gets_the_next(door: Door) -> None:
    first, second = door.process(), door.process()
    for way in (first, second):
        way.send(SERVING)
    door.attend()
    door.come(6)
    held = taken(first)
    assert (len(held), len(taken(second))) == (3, 3)
    for connection in held[:2]:
        connection.close()
    first.send(ENDED * 2)
    door.attend()
    door.come(2)
    assert (len(taken(first)), len(taken(second))) == (2, 0)


def test_connections_wait_until_one_serves_and_are_whole(door: Door) -> None:
    way = door.process()
    door.come(2)
    assert taken(way) == []
    way.send(SERVING)
    door.attend()
    connections = taken(way)
    assert len(connections) == 2
    door.visitors[0].send(b"hello")
    assert connections[0].recv(10) == b"hello"


def test_one_that_is_gone_gets_none_and_one_that_is_frozen_holds_up_nobody(door: Door) -> None:
    gone, frozen, alive = (door.process() for _ in range(3))
    for way in (gone, frozen, alive):
        way.send(SERVING)
    door.attend()
    gone.close()
    door.attend()
    first, _ = door.porter._posts
    with pytest.raises(BlockingIOError):
        while True:  # until nothing fits on the way to it any more
            first.way.send(b"x" * 4096)
    door.come(3)
    assert len(taken(alive)) == 3
