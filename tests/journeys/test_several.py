"""One assistant of two processes on one port: conversations go on whichever of them is met, and one that dies is replaced."""

from __future__ import annotations

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any, Iterator

import psutil
import pytest

from assistant.several import METRICS_STEP, ProcessesProblem, wanted
from tests.journeys.live import NOW, START_LIMIT, Live
from tests.journeys.test_operations import figures

CONVERSATIONS, TURNS = 6, 4
QUESTION, ANSWER = "how much does it cost", "5,000"


class Pair(Live):
    def environment(self) -> dict[str, str]:
        return {**super().environment(), "ASSISTANT_PROCESSES": "2"}

    @property
    def processes(self) -> list[psutil.Process]:
        assert self.assistant
        return psutil.Process(self.assistant.pid).children()


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
    """Each request is a new connection, and goes to whichever process has fewest. What was said and what the log has."""
    visitor, said = pair.visitor(), []
    visitor.open()
    visitor.say("my daughter drinks too much")
    for _ in range(TURNS):
        said += [event["text"] for event in visitor.answers(QUESTION)]
    status, log, _ = visitor.call("GET", "events?after=0&wait=0")
    assert status == 200
    return said, log["events"]


def test_conversations_are_whole_though_two_processes_answer(pair: Pair) -> None:
    with ThreadPoolExecutor(CONVERSATIONS) as crowd:
        for said, events in crowd.map(lambda _: talk(pair), range(CONVERSATIONS)):
            assert len(said) == TURNS
            assert all(ANSWER in answer and "your daughter" in answer for answer in said)  # whichever process was told of her
            assert [event["seq"] for event in events] == list(range(1, len(events) + 1))
    assert all(count > 0 for count in turns_of_each(pair))


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
    assert wanted() == 1
