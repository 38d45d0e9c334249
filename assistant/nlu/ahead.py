"""Begins what takes longest of reading a message while other things are done first, such as to record it.

The sentence encoder runs outside of Python's lock, so it can begin on another processor. That is worth it where this process has
nobody else to answer: else its own processor is busy anyway, and so may be the other.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Iterator, Optional

import numpy as np

from assistant import processors
from assistant.nlu.joint_model import Encode, FirstLook, JointModel

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Begun:
    """The first look at a text, and what the encoder will have read in it, if that is asked for."""

    text: str
    seen: FirstLook
    readings: Optional[Future[np.ndarray]]

    @classmethod
    def of(cls, text: str, model: JointModel, encode: Encode) -> Begun:
        seen = model.first_look(text, whole=True)
        return cls(text, seen, None if seen.decides else _thread().submit(encode, seen.read_as))

    def encoder(self, encode: Encode) -> Encode:
        """The same as `encode`, but of this text it waits for what was begun."""

        def read(text: str) -> np.ndarray:
            if self.readings and text == self.seen.read_as:
                try:
                    return self.readings.result()
                except Exception as problem:  # of the other thread, perhaps; this one can do it, too
                    logger.error("A message could not be read ahead: %s", type(problem).__name__)
            return encode(text)

        return read

    def drop(self) -> None:
        """Nobody asks for it, so what has not begun to run need not."""
        if self.readings:
            self.readings.cancel()


@contextmanager
def reading_ahead(agent: Any, text: str) -> Iterator[None]:
    """Have each component of this Rasa agent that can do so begin with a message that it will be given before the block ends. After
    it they have forgotten what nobody gave them."""
    runner = getattr(getattr(agent, "processor", None), "graph_runner", None)
    nodes = getattr(runner, "_instantiated_nodes", {}).values() if processors.are_several() else ()
    readers = [node._component for node in nodes if hasattr(node._component, "read_ahead")]
    for reader in readers:
        try:
            reader.read_ahead(text)
        except Exception as problem:  # then it is read when its turn comes, and fails there if it must
            logger.error("A message could not be read ahead: %s", type(problem).__name__)
    try:
        yield
    finally:
        for reader in readers:
            reader.forget_ahead()


@lru_cache(maxsize=1)
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "reads-ahead", initializer=processors.go_beside)
