"""Reads a message on a thread of its own while it is being written down: both take a while, and neither needs the other.

The classifier has the one that reads for it (`ahead`), the channel tells it what comes.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import Callable, Dict, Iterator, Optional

from rasa.core.agent import Agent

from assistant.nlu.joint_model import Scored


class Ahead:
    """`read` gives the reading of a text, on any thread; what `is_known` says is not worth it. Nothing is kept of a message once it
    is answered."""

    def __init__(self, read: Callable[[str], Scored], is_known: Callable[[str], bool]) -> None:
        self._read, self._is_known = read, is_known
        self._thread = ThreadPoolExecutor(1, "reading-ahead")
        self._begun: Dict[str, Future[Scored]] = {}

    @contextmanager
    def reading(self, text: str) -> Iterator[None]:
        """Begin to read a text. Until the end of the `with`, `of` has what came of it."""
        if not text or text in self._begun or self._is_known(text):
            yield
            return
        self._begun[text] = self._thread.submit(self._read, text)
        try:
            yield
        finally:
            self._begun.pop(text).cancel()

    async def ended(self, text: str) -> None:
        """Wait until a text that was begun is read, however that ended."""
        if begun := self._begun.get(text):
            await asyncio.wait({asyncio.wrap_future(begun)})

    def of(self, text: str) -> Scored:
        """The reading of a text: what was begun and went well, or else it is read now."""
        begun = self._begun.get(text)
        if begun is None or not begun.done() or begun.cancelled() or begun.exception():
            return self._read(text)
        return begun.result()


def ahead_of(agent: Agent) -> Optional[Ahead]:
    """The one of an assistant's classifier, where it has one; before its first message it does not."""
    runner = getattr(getattr(agent, "processor", None), "graph_runner", None)
    for node in getattr(runner, "_instantiated_nodes", {}).values():
        if isinstance(found := getattr(node._component, "ahead", None), Ahead):
            return found
    return None
