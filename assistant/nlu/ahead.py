"""Begins what takes longest of reading a message while other things are done first, such as to record it.

The sentence encoder runs outside of Python's lock, so it can begin on another processor. For nobody but who has that one to spare:
where other visitors are waiting, it is theirs.
"""

from __future__ import annotations

import logging
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Optional

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
        seen = model.first_look(text)
        return cls(text, seen, None if model.decides(seen) else _thread().submit(encode, seen.read_as))

    def encoder(self, encode: Encode) -> Encode:
        """The same as `encode`, but of this text it waits for what was begun."""

        def read(text: str) -> np.ndarray:
            return self.readings.result() if self.readings and text == self.seen.read_as else encode(text)

        return read


def begin_reading(agent: Any, text: str) -> None:
    """Have each component of this Rasa agent that can do so begin with a message that it will be given next."""
    if not processors.are_several():
        return
    runner = getattr(getattr(agent, "processor", None), "graph_runner", None)
    for node in getattr(runner, "_instantiated_nodes", {}).values():
        if begin := getattr(node._component, "read_ahead", None):
            try:
                begin(text)
            except Exception as problem:  # then it is read when its turn comes, and fails there if it must
                logger.error("A message could not be read ahead: %s", type(problem).__name__)


@lru_cache(maxsize=1)
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, "reads-ahead", initializer=processors.go_beside)
