"""The load generator, a process of its own: `python -m bench.speed.load` takes one job a line and gives one result a line.

A job is JSON, `{"kind", "client", "hosts", …}`; times in a result are milliseconds. What it does is in `JOBS`.
"""

from __future__ import annotations

import asyncio
import json
import os
import resource
import sys
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import count
from typing import Any

import uvloop

from bench.speed.clients import CLIENTS, Chat, Client
from bench.speed.connection import Connections, NoAnswer, visitors
from bench.speed.intact import problems

PAUSE = 0.05  # seconds between two tries to reach a server that starts
PATIENCE = 300  # seconds; then it does not start at all
Job = dict[str, Any]


@dataclass
class Turns:
    """`times`: of each turn that ended; `silent`: how many of them were answered with nothing."""

    times: list[float] = field(default_factory=list)
    silent: int = 0

    async def take(self, client: Client, text: str) -> None:
        started = time.perf_counter()
        said = await client.say(text)
        self.times.append(1000 * (time.perf_counter() - started))
        self.silent += not said


async def first(job: Job) -> Job:
    """Try until the first message is answered; `seconds` since `started`, by the clock that all processes share."""
    with Connections() as connections:
        client = CLIENTS[job["client"]](connections, job["hosts"])
        while time.monotonic() - job["started"] < PATIENCE:
            with suppress(NoAnswer):
                await client.open()
                if await client.say(job["text"]):
                    return {"seconds": time.monotonic() - job["started"]}
            await asyncio.sleep(PAUSE)
    raise NoAnswer(f"no answer within {PATIENCE} seconds of the start")


async def turns(job: Job) -> Job:
    """One user, one message after the other: the time of each turn, conversation by conversation."""
    done = Turns()
    with Connections() as connections:
        client = CLIENTS[job["client"]](connections, job["hosts"])
        for texts in job["conversations"]:
            await client.open()
            for text in texts:
                await done.take(client, text)
    return asdict(done)


async def crowd(job: Job) -> Job:
    """Many users at once, each with one conversation after the other, for so many seconds."""
    upcoming, conversations = count(), job["conversations"]
    started = time.perf_counter()
    end, done = started + job["seconds"], Turns()
    failed: list[str] = []

    async def user(connections: Connections) -> None:
        client = CLIENTS[job["client"]](connections, job["hosts"])
        while time.perf_counter() < end:
            try:
                await client.open()
                for text in conversations[next(upcoming) % len(conversations)]:
                    if time.perf_counter() > end:
                        return
                    await done.take(client, text)
            except NoAnswer as problem:
                failed.append(str(problem))

    with visitors(job["users"]) as everybody:
        await asyncio.gather(*map(user, everybody))
    return {**asdict(done), "seconds": time.perf_counter() - started, "failed": failed}


async def intact(job: Job) -> Job:
    """Like `crowd`, but every conversation is said to its end, then read again as a whole and checked."""
    upcoming, conversations, done = count(), job["conversations"], Turns()
    started = time.perf_counter()
    failed: list[str] = []
    talks: list[tuple[Chat, str]] = []

    async def user(connections: Connections) -> None:
        while (number := next(upcoming)) < len(conversations):
            hosts = job["hosts"] if job["every_message"] else [job["hosts"][number % len(job["hosts"])]]
            client = Chat(connections, hosts)
            relation, texts = conversations[number]
            try:
                await client.open()
                for text in texts:
                    await done.take(client, text)
                talks.append((client, relation))
            except NoAnswer as problem:
                failed.append(str(problem))

    with visitors(job["users"]) as everybody:
        await asyncio.gather(*map(user, everybody))
        seconds = time.perf_counter() - started  # checking is no part of the work
        found = [problems(client.sent, client.answered, await client.replay(), relation) for client, relation in talks]
    return {
        **asdict(done),
        "seconds": seconds,
        "failed": failed,
        "conversations": len(conversations),
        "broken": len(failed) + sum(bool(wrong) for wrong in found),
        "problems": [sentence for wrong in found for sentence in wrong],
    }


JOBS = {"first": first, "turns": turns, "crowd": crowd, "intact": intact}


async def _done(job: Job) -> Job:
    before = resource.getrusage(resource.RUSAGE_SELF)
    result = await JOBS[job["kind"]](job)
    after = resource.getrusage(resource.RUSAGE_SELF)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {**result, "load_processor_seconds": spent}


def main() -> int:
    uvloop.install()  # the generator takes less of the processors that it shares with the servers
    for line in sys.stdin:
        job = json.loads(line)
        if "cores" in job:
            os.sched_setaffinity(0, job["cores"])
        try:
            result = asyncio.run(_done(job))
        except NoAnswer as problem:
            result = {"error": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(result), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
