"""Whether everything behind the chat answers."""

from __future__ import annotations

import asyncio
import time
from typing import Any, Dict, Tuple

import aiohttp
from rasa.core.agent import Agent
from sqlalchemy import text

from admissions.database import DatabaseError, reading
from assistant.database_threads import DatabaseThreads

REMEMBERED = 2.0  # seconds; asked more often, the last finding is told again
SLOWEST = aiohttp.ClientTimeout(total=1.0)
OK, DOWN = "ok", "down"


class Health:
    def __init__(self, database: DatabaseThreads) -> None:
        self._database = database
        self._found: Tuple[float, Dict[str, Any]] = (0.0, {})

    async def look(self, agent: Agent) -> Dict[str, Any]:
        """`{status, model, database, actions}`. `status` is ok, degraded (answers, but not everything works) or down."""
        when, found = self._found
        if not found or time.monotonic() - when > REMEMBERED:
            model = OK if agent.is_ready() else DOWN
            parts = {"model": model, "database": await self._look_at_database(), "actions": await _look_at_actions(agent)}
            status = DOWN if model == DOWN else OK if set(parts.values()) == {OK} else "degraded"
            found = {"status": status, **parts}
            self._found = (time.monotonic(), found)
        return found

    async def _look_at_database(self) -> str:
        try:
            await self._database.read(_ask_database)
        except DatabaseError:
            return DOWN
        return OK


def _ask_database() -> None:
    with reading() as session:
        session.execute(text("SELECT 1"))


async def _look_at_actions(agent: Agent) -> str:
    endpoint = agent.action_endpoint
    if endpoint is None or not endpoint.url:
        return DOWN
    try:
        address = endpoint.url.rsplit("/", 1)[0] + "/health"
        async with aiohttp.ClientSession(timeout=SLOWEST) as session, session.get(address) as answer:
            return OK if answer.status == 200 else DOWN
    except (aiohttp.ClientError, asyncio.TimeoutError, OSError):
        return DOWN
