"""Takes a new model while conversations run on: it is read and tried on a thread, then put in the old one's place at once.

The tracker store, the lock store and the action server stay the same, so conversations go on where they stand. A turn that
has begun ends with the model that it began with. What cannot be read, or does not see and answer danger, is refused once and
not tried again until the file or the pointer changes.
"""

from __future__ import annotations

import asyncio
import copy
import ctypes
import gc
import logging
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Callable, List, Optional, TypeVar

from rasa.core.agent import Agent
from rasa.core.nlg import TemplatedNaturalLanguageGenerator
from rasa.core.processor import MessageProcessor

from assistant.safety_check import unfit
from assistant.versions import Version, VersionError, Versions, name_of

logger = logging.getLogger(__name__)
LOOK_EVERY = 3.0  # seconds
LAST_TURNS = 15.0  # seconds after which no turn runs on the old model any more
Done = TypeVar("Done")


class Refused(RuntimeError):
    """The model may not serve; the message says why."""


def version_of(agent: Agent) -> Optional[str]:
    """The name of the version that answers."""
    return name_of(Path(agent.model_name)) if agent.model_name else None


class ModelWatch:
    """Looks after the model that `agent` answers with, in the folder that it was loaded from."""

    def __init__(self, agent: Agent) -> None:
        self._agent = agent
        self._versions = Versions(agent.processor.model_path.parent if agent.processor else None)
        self._thread = ThreadPoolExecutor(1, "new-model")
        self._serves = self._loaded_at_start()
        self._refused: Optional[Version] = None
        self._task: Optional[asyncio.Task[None]] = None

    def start(self) -> None:
        self._task = asyncio.ensure_future(self._run())

    def stop(self) -> None:
        if self._task:
            self._task.cancel()
        self._thread.shutdown(wait=False)

    async def _run(self) -> None:
        taken = 0.0
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                if await self.look():
                    taken = time.monotonic()
                elif taken and time.monotonic() - taken > LAST_TURNS:
                    taken = 0.0
                    await self._on_thread(_let_go)
            except Exception as problem:  # whatever it is, visitors are answered by the model that there is
                logger.error("The new model cannot be taken: %s: %s", type(problem).__name__, problem)

    async def look(self) -> bool:
        """Take the version that should serve, unless it does or was tried. Returns whether one was taken."""
        wanted = await self._on_thread(self._wanted)
        if wanted is None or wanted in (self._serves, self._refused):
            return False
        try:
            fresh = await self._on_thread(lambda: loaded(self._agent, wanted.file))
        except Refused as problem:
            self._refused = wanted
            logger.error("The model %s is refused, %s serves on: %s", wanted.name, version_of(self._agent), problem)
            return False
        put_in_place(self._agent, fresh)
        self._serves, self._refused = wanted, None
        logger.warning("The model %s serves now.", wanted.name)
        return True

    def _loaded_at_start(self) -> Optional[Version]:
        """The version that was loaded at start, if it is still the one that should serve."""
        wanted = self._wanted()
        loaded_from = self._agent.processor.model_path if self._agent.processor else None
        return wanted if wanted and wanted.file == loaded_from else None

    def _wanted(self) -> Optional[Version]:
        try:
            return self._versions.current()
        except (VersionError, OSError):
            return None  # the folder is being changed, or is away; the model that was loaded serves on

    async def _on_thread(self, job: Callable[[], Done]) -> Done:
        return await asyncio.get_running_loop().run_in_executor(self._thread, job)


def loaded(agent: Agent, file: Path) -> Agent:
    """A second assistant with the model of `file` and all else that `agent` has. Takes seconds. Raises `Refused`."""
    fresh = copy.copy(agent)
    fresh.nlg = copy.copy(agent.nlg)
    try:
        fresh.processor = MessageProcessor(
            model_path=file,
            tracker_store=agent.tracker_store,
            lock_store=agent.lock_store,
            action_endpoint=agent.action_endpoint,
            generator=fresh.nlg,
            http_interpreter=agent.http_interpreter,
        )
        fresh.domain = fresh.processor.domain
        if isinstance(fresh.nlg, TemplatedNaturalLanguageGenerator):
            fresh.nlg.responses = fresh.domain.responses
        problems: List[str] = asyncio.run(unfit(fresh))
    except (Exception, SystemExit) as problem:  # an archive can be broken in any way, and so can what is in it
        raise Refused(f"it cannot be read ({type(problem).__name__}: {problem})".replace("\n", " ")) from None
    if problems:
        raise Refused("it is not safe. " + " ".join(problems))
    return fresh


def put_in_place(agent: Agent, fresh: Agent) -> None:
    """Let `agent` answer as `fresh` does from the next turn on. Nothing waits in here, so no turn begins halfway through."""
    agent.processor, agent.domain, agent.nlg = fresh.processor, fresh.domain, fresh.nlg
    agent.tracker_store.domain = fresh.domain


def spare_the_collector() -> None:
    """To be called before the first model is loaded: Python's collector stops everything while it looks through all there is,
    and what is there by then, TensorFlow and the like, stays for good. So it need not be looked through again."""
    gc.collect()
    gc.freeze()


def _let_go() -> None:
    """Give the old model's memory back. Its parts hold each other, so the collector must find them."""
    gc.collect()
    with suppress(OSError, AttributeError):  # another system's C library keeps what it was given, or gives it back by itself
        ctypes.CDLL("libc.so.6").malloc_trim(0)
