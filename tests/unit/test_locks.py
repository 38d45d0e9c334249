"""Messages of one conversation are taken one after the other: in one process, in several of one machine by a file, and by Redis."""

from __future__ import annotations

import asyncio
import contextvars
import multiprocessing
import signal
import time
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
from rasa.core.lock_store import LockError, LockStore
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

from assistant.locks import redis as redis_locks
from assistant.locks.files import FileLocks
from assistant.locks.held import HeldLocks
from assistant.locks.memory import MemoryLocks
from assistant.locks.redis import PREFIX, RedisLocks
from tests.conftest import ROOT
from tests.redis_server import RedisServer, redis_server, shared_redis

__all__ = ["redis_server", "shared_redis"]
WHO = "visitor-1"
LEASE = 0.6  # seconds
Stores = Callable[[], LockStore]


@pytest.fixture(params=["memory", "file", "redis"])
def one_process(request: pytest.FixtureRequest, tmp_path: Path) -> Stores:
    if request.param == "memory":
        return MemoryLocks
    if request.param == "file":
        return lambda: FileLocks(file=tmp_path / "locks")
    url = request.getfixturevalue("redis_server").url
    return lambda: RedisLocks(EndpointConfig(url), LEASE)


@pytest.fixture
def assistants(redis_server: RedisServer) -> Stores:
    """Each call is another assistant on the same Redis."""
    return lambda: RedisLocks(EndpointConfig(redis_server.url), LEASE)


class Witness:
    """Notes who is inside."""

    def __init__(self) -> None:
        self.inside, self.most, self.order = 0, 0, []  # type: ignore[var-annotated]

    async def enter(self, store: LockStore, name: Any, conversation: str = WHO, stay: float = 0.01, **options: Any) -> None:
        async with store.lock(conversation, **options):
            self.order.append(name)
            self.inside += 1
            self.most = max(self.most, self.inside)
            await asyncio.sleep(stay)
            self.inside -= 1


def test_one_after_the_other_in_order(one_process: Stores) -> None:
    async def play() -> None:
        store, witness = one_process(), Witness()
        await asyncio.gather(*(witness.enter(store, number) for number in range(20)))
        assert witness.order == list(range(20))
        assert witness.most == 1

    asyncio.run(play())


def test_conversations_do_not_wait_for_each_other(one_process: Stores) -> None:
    async def play() -> None:
        store, witness = one_process(), Witness()
        await asyncio.gather(*(witness.enter(store, name, name, stay=0.3) for name in ("a", "b", "c")))
        assert witness.most == 3

    asyncio.run(play())


def test_whoever_waits_is_let_in_within_a_fraction_of_a_second(one_process: Stores) -> None:
    """Rasa's own looks once a second, which would take 10 s here."""

    async def play() -> None:
        store, witness = one_process(), Witness()
        began = time.monotonic()
        await asyncio.gather(*(witness.enter(store, number, stay=0) for number in range(10)))
        assert time.monotonic() - began < 5

    asyncio.run(play())


def test_who_holds_a_conversation_is_let_through_and_nobody_else(one_process: Stores) -> None:
    async def play() -> None:
        store, witness = one_process(), Witness()
        assert isinstance(store, HeldLocks)
        async with store.hold(WHO):
            outside = contextvars.Context().run(lambda: asyncio.ensure_future(witness.enter(store, "other")))
            await asyncio.wait_for(witness.enter(store, "own"), 5)
            await asyncio.sleep(0.1)
            assert witness.order == ["own"]
        await asyncio.wait_for(outside, 5)
        assert witness.order == ["own", "other"]
        async with store.lock(WHO):  # and nothing is left of it
            outside = asyncio.ensure_future(witness.enter(store, "last"))
            await asyncio.sleep(0.1)
            assert witness.order == ["own", "other"]
        await asyncio.wait_for(outside, 5)

    asyncio.run(play())


def test_a_turn_that_fails_or_is_given_up_lets_the_next_one_in(one_process: Stores) -> None:
    async def play() -> None:
        store, witness = one_process(), Witness()
        with pytest.raises(ZeroDivisionError):
            async with store.lock(WHO):
                raise ZeroDivisionError
        holder = asyncio.ensure_future(witness.enter(store, "holder", stay=60))
        waiter = asyncio.ensure_future(witness.enter(store, "waiter", stay=60))
        last = asyncio.ensure_future(witness.enter(store, "last"))
        await asyncio.sleep(0.2)
        waiter.cancel()
        holder.cancel()
        await asyncio.wait_for(last, 5)
        assert witness.order == ["holder", "last"]

    asyncio.run(play())


def test_who_hangs_loses_its_turn_and_who_waits_too_long_is_told(one_process: Stores) -> None:
    async def play() -> None:
        store, witness = one_process(), Witness()
        hung = asyncio.ensure_future(witness.enter(store, "hung", stay=60, lock_lifetime=0.3))
        await asyncio.sleep(0.05)
        with pytest.raises(LockError):
            await witness.enter(store, "hasty", lock_lifetime=0.05)
        await asyncio.wait_for(witness.enter(store, "next", lock_lifetime=30), 10)
        assert witness.order == ["hung", "next"]
        hung.cancel()

    asyncio.run(play())


def test_nothing_is_left_behind(one_process: Stores) -> None:
    async def play() -> None:
        store, witness = one_process(), Witness()
        await asyncio.gather(*(witness.enter(store, number, f"v{number}") for number in range(5)))
        here = getattr(store, "_here", store)
        assert here._queues == {}

    asyncio.run(play())


def test_several_assistants_take_turns(assistants: Stores) -> None:
    async def play() -> None:
        stores, witness = [assistants() for _ in range(4)], Witness()
        await asyncio.gather(*(witness.enter(stores[number % 4], number, stay=0.005) for number in range(40)))
        assert sorted(witness.order) == list(range(40))
        assert witness.most == 1

    asyncio.run(play())


def _ticket_numbers(url: str, count: int, found: Any) -> None:
    """One process that takes tickets as fast as it can."""

    async def take() -> list[float]:
        store = RedisLocks(EndpointConfig(url), 60)
        numbers = []
        for _ in range(count):
            place = redis_locks._Place(store._redis, WHO, 60, 60)
            await place._join()
            numbers.append(await store._redis.zscore(place._keys[1], place._ticket))
        return numbers

    found.put(asyncio.run(take()))


def test_no_ticket_is_handed_out_twice(redis_server: RedisServer) -> None:
    """Rasa's own reads, adds one and writes, so that two processes get the same one."""
    spawn = multiprocessing.get_context("fork")
    found = spawn.Queue()
    processes = [spawn.Process(target=_ticket_numbers, args=(redis_server.url, 100, found)) for _ in range(3)]
    for process in processes:
        process.start()
    numbers = [number for _ in processes for number in found.get(timeout=60)]
    for process in processes:
        process.join()
    assert sorted(numbers) == list(range(1, 301))


def _hold(url: str, held: Any) -> None:
    async def hold() -> None:
        async with RedisLocks(EndpointConfig(url), LEASE).lock(WHO):
            held.set()
            await asyncio.sleep(600)

    asyncio.run(hold())


@pytest.fixture
def holder(redis_server: RedisServer) -> Iterator[Any]:
    """Another process that holds the conversation."""
    fork = multiprocessing.get_context("fork")
    held = fork.Event()
    process = fork.Process(target=_hold, args=(redis_server.url, held))
    process.start()
    assert held.wait(20)
    yield process
    process.kill()
    process.join()


def test_a_holder_that_lives_keeps_the_conversation(assistants: Stores, holder: Any) -> None:
    async def play() -> None:
        with pytest.raises(LockError):
            await Witness().enter(assistants(), "other", lock_lifetime=3 * LEASE)

    asyncio.run(play())


def test_a_killed_holder_frees_the_conversation(assistants: Stores, holder: Any) -> None:
    async def play() -> None:
        witness = Witness()
        waiting = asyncio.ensure_future(witness.enter(assistants(), "other"))
        await asyncio.sleep(0.1)
        assert witness.order == []
        holder.kill()
        await asyncio.wait_for(waiting, 10)

    asyncio.run(play())


def test_every_key_expires(assistants: Stores, redis_server: RedisServer) -> None:
    async def play() -> None:
        async with assistants().lock(WHO):
            with redis_server.client() as client:
                keys = list(client.scan_iter(f"{PREFIX}:*"))
                assert len(keys) == 3
                assert all(0 < client.pttl(key) <= 2000 * LEASE for key in keys)

    asyncio.run(play())


@pytest.mark.parametrize("how", ["killed", "frozen"])
def test_without_redis_turns_are_still_taken(assistants: Stores, redis_server: RedisServer, how: str) -> None:
    """Someone in danger does not wait for Redis: in order within this assistant, and in seconds."""

    async def play() -> None:
        store, witness = assistants(), Witness()
        await witness.enter(store, "before")
        redis_server.stop() if how == "killed" else redis_server.signal(signal.SIGSTOP)
        began = time.monotonic()
        await asyncio.gather(*(witness.enter(store, number) for number in range(5)))
        assert time.monotonic() - began < 8
        assert witness.order == ["before", *range(5)]
        assert witness.most == 1
        redis_server.start() if how == "killed" else redis_server.signal(signal.SIGCONT)
        store._away_until = 0.0  # type: ignore[attr-defined]
        async with store.lock(WHO):
            with redis_server.client() as client:
                assert client.exists(f"{PREFIX}:{{{WHO}}}:queue")

    asyncio.run(play())


def test_a_restarted_redis_is_used_at_once(assistants: Stores, redis_server: RedisServer) -> None:
    async def play() -> None:
        store = assistants()
        await Witness().enter(store, "before")
        redis_server.stop()
        redis_server.start()
        async with store.lock(WHO):
            with redis_server.client() as client:
                assert client.exists(f"{PREFIX}:{{{WHO}}}:queue")

    asyncio.run(play())


def test_ready_can_ask_whether_redis_answers(assistants: Stores, redis_server: RedisServer) -> None:
    async def play() -> None:
        store: Any = assistants()
        assert await store.ping()
        redis_server.stop()
        assert not await store.ping()
        redis_server.start()
        assert await store.ping()

    asyncio.run(play())


def hold(file: Path, taken: Any) -> None:
    """In a process of its own: take the conversation and never give it back."""

    async def play() -> None:
        async with FileLocks(file=file).lock(WHO):
            taken.set()
            await asyncio.sleep(60)

    asyncio.run(play())


def test_processes_of_one_machine_wait_for_each_other_but_not_for_one_that_was_killed(tmp_path: Path) -> None:
    fresh, file = multiprocessing.get_context("spawn"), tmp_path / "locks"
    taken = fresh.Event()
    other = fresh.Process(target=hold, args=(file, taken))
    other.start()
    assert taken.wait(60)

    async def play() -> None:
        store, witness = FileLocks(file=file), Witness()
        await asyncio.wait_for(witness.enter(store, "another", "visitor-2"), 5)
        with pytest.raises(LockError):
            await witness.enter(store, "too early", lock_lifetime=0.3)
        waiting = asyncio.ensure_future(witness.enter(store, "next"))
        await asyncio.sleep(0.2)
        assert witness.order == ["another"]
        other.kill()
        await asyncio.wait_for(waiting, 5)
        assert witness.order == ["another", "next"]

    asyncio.run(play())


def test_without_a_file_one_process_still_keeps_the_order(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")

    async def play() -> None:
        store, witness = FileLocks(file=tmp_path / "taken" / "locks"), Witness()
        await asyncio.gather(*(witness.enter(store, number) for number in range(5)))
        assert (witness.order, witness.most) == ([0, 1, 2, 3, 4], 1)

    asyncio.run(play())


def test_a_file_that_was_deleted_is_opened_anew(tmp_path: Path) -> None:
    file = tmp_path / "locks"

    async def play() -> None:
        store, witness = FileLocks(file=file), Witness()
        await witness.enter(store, "before")
        file.unlink()
        async with store.lock(WHO):
            with pytest.raises(LockError):
                await witness.enter(FileLocks(file=file), "too early", lock_lifetime=0.3)

    asyncio.run(play())


def test_rasa_makes_them_from_endpoints(monkeypatch: pytest.MonkeyPatch) -> None:
    from rasa.utils.endpoints import read_endpoint_config

    assert isinstance(LockStore.create(read_endpoint_config(str(ROOT / "endpoints.yml"), "lock_store")), FileLocks)
    config = EndpointConfig.from_dict({"type": "assistant.locks.redis.RedisLocks"})
    monkeypatch.delenv("REDIS_URL", raising=False)
    with pytest.raises(RasaException, match="REDIS_URL"):
        LockStore.create(config)
    monkeypatch.setenv("REDIS_URL", "localhost")
    with pytest.raises(RasaException, match="redis://"):
        LockStore.create(config)
    monkeypatch.setenv("REDIS_URL", "redis://localhost:6379/0")
    assert isinstance(LockStore.create(config), RedisLocks)
