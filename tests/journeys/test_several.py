"""One assistant of two processes on one port: each conversation is at home in one, and goes on in the other where that one dies."""

from __future__ import annotations

import json
import os
import signal
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from http.client import HTTPConnection
from typing import Any, Iterator

import psutil
import pytest

from assistant.channel.address import API_ADDRESS
from assistant.homes import home_of
from assistant.ports import LOOPBACK
from assistant.several import METRICS_STEP, ProcessesProblem, usual, wanted
from tests.journeys.live import NOW, START_LIMIT, Live, Visitor
from tests.journeys.test_operations import figures
from tests.journeys.test_plug_pulled import database_away

CONVERSATIONS, TURNS = 6, 4
QUESTION, ANSWER = "how much does it cost", "5,000"


class Pair(Live):
    def environment(self) -> dict[str, str]:
        return {**super().environment(), "ASSISTANT_PROCESSES": "2"}

    @property
    def processes(self) -> list[psutil.Process]:
        assert self.assistant
        return psutil.Process(self.assistant.pid).children()

    def home(self, token: str) -> psutil.Process:
        """The process where this token's conversation is at home; each tells its figures at a port of its own."""
        port = self.metrics_port + METRICS_STEP * home_of(token.encode(), 2)
        return next(process for process in self.processes if port in {each.laddr.port for each in process.net_connections()})


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    started = Pair(tmp_path_factory.mktemp("pair"), NOW)
    try:
        started.start()
        wait_for_both(started)
        yield started
    finally:
        started.stop()


def turns_of_each(pair: Pair) -> list[float]:
    ports = (pair.metrics_port, pair.metrics_port + METRICS_STEP)
    return [figures(port)["assistant_turns_total{outcome=answered}"] for port in ports]


def wait_for_both(pair: Pair) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline:
        try:
            turns_of_each(pair)
            return
        except OSError:
            time.sleep(0.5)
    pytest.fail("not both processes came up")


def talk(pair: Pair) -> tuple[list[Any], list[Any]]:
    """Each request is a new connection, which goes to whichever process has fewest first. What was said and what the log has."""
    visitor, said = pair.visitor(), []
    visitor.open()
    visitor.say("my daughter drinks too much")
    for _ in range(TURNS):
        said += [event["text"] for event in visitor.answers(QUESTION)]
    status, log, _ = visitor.call("GET", "events?after=0&wait=0")
    assert status == 200
    return said, log["events"]


def test_each_has_a_processor_of_its_own_where_there_are_as_many(pair: Pair) -> None:
    here = sorted(os.sched_getaffinity(0))
    kept = [process.cpu_affinity() for process in pair.processes]
    assert sorted(kept) == ([[processor] for processor in here] if len(here) == 2 else [here, here])


def test_conversations_are_whole_though_two_processes_answer(pair: Pair) -> None:
    with ThreadPoolExecutor(CONVERSATIONS) as crowd:
        for said, events in crowd.map(lambda _: talk(pair), range(CONVERSATIONS)):
            assert len(said) == TURNS
            assert all(ANSWER in answer and "your daughter" in answer for answer in said)  # whichever process was told of her
            assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert all(count > 0 for count in turns_of_each(pair))


def test_a_conversation_stays_with_one_process_whatever_connection_it_comes_by(pair: Pair) -> None:
    """A proxy sends many visitors' requests by one connection, and one visitor's by many."""
    visitors = [pair.visitor() for _ in range(CONVERSATIONS)]
    for visitor in visitors:
        visitor.open()
    homes = [home_of(visitor.token.encode(), 2) for visitor in visitors]
    before, proxy = turns_of_each(pair), HTTPConnection(LOOPBACK, pair.port, timeout=30)
    for _ in range(TURNS):
        for visitor in visitors:
            headers = {"Authorization": f"Bearer {visitor.token}", "Content-Type": "application/json"}
            body = json.dumps({"id": str(uuid.uuid4()), "text": QUESTION})
            proxy.request("POST", f"{API_ADDRESS}/messages", body, headers)
            answer = proxy.getresponse()
            assert ANSWER in answer.read().decode() and answer.status == 200
            assert visitor.call("GET", "events?after=0&wait=0")[0] == 200
    proxy.close()
    answered = [after - begun for after, begun in zip(turns_of_each(pair), before)]
    assert answered == [homes.count(number) * TURNS for number in range(2)]


def test_a_frozen_process_holds_up_only_who_was_there(pair: Pair) -> None:
    visitor = pair.visitor()
    visitor.open()
    assert visitor.say("my daughter drinks too much")
    frozen = pair.home(visitor.token)
    frozen.suspend()
    try:
        with pytest.raises(TimeoutError):  # whoever is on the way to it when it freezes
            visitor.call("GET", "events?after=0&wait=0", timeout=3)
        said = visitor.answers(QUESTION)  # sent again, as the widget does
        assert any("your daughter" in event["text"] for event in said)
    finally:
        frozen.resume()


def test_one_that_is_killed_is_started_again_and_the_other_serves_on(pair: Pair) -> None:
    before, visitor = {process.pid for process in pair.processes}, pair.visitor()
    visitor.open()
    os.kill(min(before), signal.SIGKILL)
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and not (len(pair.processes) == 2 and min(before) not in {p.pid for p in pair.processes}):
        with suppress(OSError):  # it was with the one that died; the widget sends again
            assert visitor.say(QUESTION)
        time.sleep(0.2)
    wait_for_both(pair)
    assert len({process.pid for process in pair.processes} - before) == 1
    assert visitor.say("is it confidential")


def test_what_is_said_without_a_database_is_known_by_whatever_connection_the_visitor_comes(pair: Pair) -> None:
    """Each request of these visitors is a new connection, half of them at the other process first."""
    visitors = [pair.visitor() for _ in range(CONVERSATIONS)]
    with database_away(pair):
        for visitor in visitors:
            visitor.open()
            visitor.say("my daughter drinks too much")
        for visitor in visitors * 2:
            assert any("your daughter" in event["text"] for event in visitor.answers(QUESTION))
    for visitor in visitors:
        assert any("your daughter" in event["text"] for event in visitor.answers(QUESTION))


def test_a_chat_begun_without_a_database_outlives_the_process_that_had_it_and_can_be_erased(pair: Pair) -> None:
    visitor = pair.visitor()
    with database_away(pair):
        visitor.open()
        assert ANSWER in visitor.say(QUESTION)
        home = pair.home(visitor.token)
        home.kill()
        home.wait(START_LIMIT)
    assert ANSWER in visitor.say(QUESTION)  # the other one takes it on
    status, log, _ = visitor.call("GET", "events?after=0&wait=0")
    assert status == 200 and [event["text"] for event in log["events"] if event["custom"].get("kind") == "own"] == [QUESTION]
    deadline = time.monotonic() + START_LIMIT
    while visitor.call("DELETE", "session")[0] != 200 and time.monotonic() < deadline:
        time.sleep(0.5)  # the database rests
    assert refusals(visitor) == [401, 401]
    wait_for_both(pair)
    assert refusals(visitor) == [401, 401]  # also where nobody knows it any more


def refusals(visitor: Visitor) -> list[int]:
    message = {"id": str(uuid.uuid4()), "text": QUESTION}
    return [visitor.call("POST", "messages", message)[0], visitor.call("GET", "events?after=0&wait=0")[0]]


def test_all_end_together(pair: Pair) -> None:
    processes = pair.processes
    assert pair.assistant
    os.kill(pair.assistant.pid, signal.SIGTERM)
    gone, alive = psutil.wait_procs(processes, timeout=60)
    assert not alive


def test_a_number_that_is_none_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in ("0", "two", "-1"):
        monkeypatch.setenv("ASSISTANT_PROCESSES", number)
        with pytest.raises(ProcessesProblem, match="Write 1 or more"):
            wanted()
    monkeypatch.setenv("ASSISTANT_PROCESSES", "3")
    assert wanted() == 3
    monkeypatch.setenv("ASSISTANT_PROCESSES", "")
    assert wanted() == usual()


def test_a_second_process_is_for_machines_that_have_room_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    def of(processors: int, gigabytes: float) -> int:
        pages = {"SC_PAGE_SIZE": 4096, "SC_PHYS_PAGES": int(gigabytes * 2**18)}
        monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(processors)))
        monkeypatch.setattr("os.sysconf", pages.__getitem__)
        return usual()

    assert [of(1, 8), of(2, 2), of(2, 4), of(16, 64)] == [1, 1, 2, 2]
