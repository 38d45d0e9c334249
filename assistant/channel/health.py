"""Whether everything behind the chat answers. A look costs little and is remembered, so that nobody can load the system with it."""

from __future__ import annotations

import asyncio
import inspect
import time
from typing import Any, Awaitable, Callable, Dict, Optional, Tuple

import aiohttp
from rasa.core.agent import Agent
from sqlalchemy import text

from admissions.database import DatabaseError, reading
from assistant import metrics
from assistant.database_threads import DatabaseThreads
from assistant.model_watch import version_of

REMEMBERED = 1.0  # seconds; asked more often, the last finding is told again
SLOWEST = 2.0  # seconds for all parts, which are looked at side by side
OK, DOWN, DEGRADED = "ok", "down", "degraded"
READY, NOT_READY = "ready", "not_ready"


class Health:
    def __init__(self, database: DatabaseThreads, agent: Callable[[], Agent]) -> None:
        self._database, self._agent = database, agent
        self._found: Tuple[float, Dict[str, str]] = (0.0, {})
        self._looking: Optional[asyncio.Task[Dict[str, str]]] = None

    async def health(self) -> Dict[str, Any]:
        """`{status, model, database, actions, version}`: whether visitors are answered. `status` is ok, degraded (answers, but not
        everything works) or down."""
        parts = await self._parts()
        status = DOWN if parts["model"] == DOWN else OK if set(parts.values()) == {OK} else DEGRADED
        shown = {part: parts[part] for part in ("model", "database", "actions")}
        return {"status": status, **shown, "version": version_of(self._agent())}

    async def ready(self) -> Dict[str, Any]:
        """`{status, parts}`: ready only when every part answers; `locks` is one where a shared lock store is configured."""
        parts = await self._parts()
        return {"status": READY if set(parts.values()) == {OK} else NOT_READY, "parts": parts}

    async def _parts(self) -> Dict[str, str]:
        """The last finding, or a new one. Those who ask while somebody looks wait for the same look."""
        when, found = self._found
        if found and time.monotonic() - when < REMEMBERED:
            return found
        if self._looking is None or self._looking.done():
            self._looking = asyncio.ensure_future(self._look())
        return await asyncio.shield(self._looking)

    async def _look(self) -> Dict[str, str]:
        agent = self._agent()
        looks: Dict[str, Awaitable[bool]] = {
            "database": self._database_answers(),
            "actions": _actions_answer(agent),
        }
        if (ping := _ping_of(agent)) is not None:
            looks["locks"] = _pinged(ping)
        answers = await asyncio.gather(*(_in_time(look) for look in looks.values()))
        up = {"model": agent is not None and agent.is_ready(), **dict(zip(looks, answers))}
        metrics.found(up)
        parts = {part: OK if answers else DOWN for part, answers in up.items()}
        self._found = (time.monotonic(), parts)
        return parts

    async def _database_answers(self) -> bool:
        try:
            await self._database.read(_ask_database)
        except DatabaseError:
            return False
        return True


async def _in_time(look: Awaitable[bool]) -> bool:
    try:
        return bool(await asyncio.wait_for(look, SLOWEST))
    except Exception:  # whatever it is, that part does not answer
        return False


def _ask_database() -> None:
    with reading() as session:
        session.execute(text("SELECT 1"))


async def _actions_answer(agent: Agent) -> bool:
    endpoint = agent.action_endpoint
    if endpoint is None or not endpoint.url:
        return False
    address = endpoint.url.rsplit("/", 1)[0] + "/health"
    async with aiohttp.ClientSession() as session, session.get(address) as answer:
        return bool(answer.status == 200)


def _ping_of(agent: Agent) -> Optional[Callable[[], Any]]:
    """What asks the server behind the lock store: the store's own `ping`, or that of Rasa's Redis client; None where the locks are
    in memory."""
    store = agent.lock_store
    return getattr(store, "ping", None) or getattr(getattr(store, "red", None), "ping", None)


async def _pinged(ping: Callable[[], Any]) -> bool:
    answer = ping() if inspect.iscoroutinefunction(ping) else asyncio.get_running_loop().run_in_executor(None, ping)
    return bool(await answer)
