"""Which of several processes a conversation is at home in. Its token tells, so nothing has to be kept or agreed on.

All of a conversation goes to one process, for what is said while the database is away is known only where it was said.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Callable, Optional
from zlib import crc32

_BEARER = re.compile(rb"\r\nauthorization:[ \t]*bearer[ \t]+([^\r\n]*?)[ \t]*\r\n", re.IGNORECASE)


@dataclass(frozen=True)
class Home:
    """One process: the `number`th (from 0) of `count`."""

    number: int = 0
    count: int = 1

    def new_token(self, make: Callable[[], str]) -> str:
        """One of those that `make` gives, which is at home here."""
        while home_of((token := make()).encode(), self.count) != self.number:
            pass
        return token

    def elsewhere(self, request: bytes) -> Optional[int]:
        """The process that a request (HTTP/1.1, its headers whole) belongs to, where that is another one. None for a request that
        names no conversation, or that has not arrived as far as that."""
        token = _BEARER.search(request, 0, request.find(b"\r\n\r\n") + 2)
        number = home_of(token[1], self.count) if token else self.number
        return None if number == self.number else number


def home_of(token: bytes, count: int) -> int:
    return crc32(token) % count


_here = Home()


def settle(home: Home) -> None:
    """This process is that one."""
    global _here
    _here = home


def here() -> Home:
    return _here
