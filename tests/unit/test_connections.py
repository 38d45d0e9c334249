"""Connections fall evenly on the processes, wait while none serves, and pass by one that is gone or frozen."""

from __future__ import annotations

import socket
from collections import Counter
from typing import Iterator

import pytest

from assistant.porter import CONNECTION, ENDED, SERVING, Porter, has_taken, new_way, passes_to

AT_ONCE = 16


class Door:
    """A port with its porter; `come` is a visitor's connection."""

    def __init__(self) -> None:
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.porter = Porter(self.listening)
        self.visitors: list[socket.socket] = []
        self.processes, self.totals = 0, Counter[socket.socket]()

    def process(self) -> socket.socket:
        here, way = new_way()
        self.porter.add(self.processes, here)
        self.processes += 1
        way.setblocking(False)
        return way

    def come(self, count: int) -> None:
        for _ in range(count):
            self.visitors.append(socket.create_connection(self.listening.getsockname()))
        self.attend()

    def attend(self) -> None:
        for _ in range(AT_ONCE):
            self.porter.attend(0.01)

    def taken(self, way: socket.socket) -> list[socket.socket]:
        """What a process was given, which says how many that makes."""
        connections = [connection for _, connection in given(way)]
        self.totals[way] += len(connections)
        way.send(has_taken(self.totals[way]))
        return connections

    def close(self) -> None:
        for each in (*self.visitors, self.listening):
            each.close()


@pytest.fixture
def door() -> Iterator[Door]:
    made = Door()
    yield made
    made.close()


def given(way: socket.socket) -> list[tuple[bytes, socket.socket]]:
    """What a process was given: what has come on each connection, and the connection."""
    found: list[tuple[bytes, socket.socket]] = []
    while True:
        try:
            said, handles, _, _ = socket.recv_fds(way, 100, 1)
        except BlockingIOError:
            return found
        assert said.startswith(CONNECTION)
        found += [(said[len(CONNECTION) :], socket.socket(fileno=handle)) for handle in handles]


def passed_on(door: Door, by: socket.socket, number: int) -> None:
    """A visitor's connection comes to a process, which passes it on with what came on it."""
    visitor, connection = socket.socketpair()
    door.visitors.append(visitor)
    with connection:
        socket.send_fds(by, [passes_to(number, b"GET")], [connection.fileno()])
    door.attend()


def test_connections_fall_evenly_and_the_one_with_fewest_gets_the_next(door: Door) -> None:
    first, second = door.process(), door.process()
    for way in (first, second):
        way.send(SERVING)
    door.attend()
    door.come(6)
    held = door.taken(first)
    assert (len(held), len(door.taken(second))) == (3, 3)
    for connection in held[:2]:
        connection.close()
    first.send(ENDED)
    first.send(ENDED)
    door.attend()
    door.come(2)
    assert (len(door.taken(first)), len(door.taken(second))) == (2, 0)


def test_connections_wait_until_one_serves_and_are_whole(door: Door) -> None:
    way = door.process()
    door.come(2)
    assert door.taken(way) == []
    way.send(SERVING)
    door.attend()
    connections = door.taken(way)
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
    assert len(door.taken(alive)) == 3


def test_a_connection_passed_on_arrives_with_what_came_on_it(door: Door) -> None:
    first, second = door.process(), door.process()
    for way in (first, second):
        way.send(SERVING)
    door.attend()
    passed_on(door, by=first, number=1)
    ((said, connection),) = given(second)
    assert said == b"GET"
    connection.send(b"hello")
    assert door.visitors[-1].recv(10) == b"hello"
    assert given(first) == []


def test_a_connection_for_one_that_does_not_serve_comes_back(door: Door) -> None:
    first = door.process()
    door.process()
    first.send(SERVING)
    door.attend()
    passed_on(door, by=first, number=1)
    assert [said for said, _ in given(first)] == [b"GET"]


def test_one_that_takes_nothing_is_frozen_and_spared_until_it_does(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen, alive = door.process(), door.process()
    for way in (frozen, alive):
        way.send(SERVING)
    door.attend()
    door.come(2)
    assert len(door.taken(alive)) == 1
    door.attend()
    monkeypatch.setattr("assistant.porter.PATIENCE", 0.0)
    for _ in range(3):
        door.come(1)
        assert len(door.taken(alive)) == 1
        door.attend()
    passed_on(door, by=alive, number=0)
    assert [said for said, _ in given(alive)] == [b"GET"]
    monkeypatch.undo()
    assert len(door.taken(frozen)) == 1
    door.attend()
    passed_on(door, by=alive, number=0)
    assert [said for said, _ in given(frozen)] == [b"GET"]
