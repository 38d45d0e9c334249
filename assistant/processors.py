"""Which processor this process keeps to, and which it may use besides."""

from __future__ import annotations

import os
from contextlib import suppress
from typing import FrozenSet

_besides: FrozenSet[int] = frozenset()


def keep_to_one(number: int, count: int) -> None:
    """One of its own for each of `count` processes, where there are as many: moved to and fro between so few, they leave them idle
    for a tenth of the time while visitors wait. `number`: which of the processes this is, from 0."""
    global _besides
    processors = sorted(os.sched_getaffinity(0))
    if len(processors) == count:
        os.sched_setaffinity(0, {processors[number]})
        _besides = frozenset(processors) - {processors[number]}


def are_several() -> bool:
    """Whether something can be done beside what this thread does."""
    return bool(_besides) or len(os.sched_getaffinity(0)) > 1


def go_beside() -> None:
    """From here on this thread runs where this process does not: on the processors of the other processes, if each has one."""
    if _besides:
        with suppress(OSError):  # taken away meanwhile; then it runs where the others of this process do
            os.sched_setaffinity(0, _besides)
