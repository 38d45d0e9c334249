"""Wakes those who wait for news of a conversation."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import contextmanager
from typing import DefaultDict, Iterator, Set


class Bell:
    def __init__(self) -> None:
        self._waiting: DefaultDict[str, Set[asyncio.Event]] = defaultdict(set)

    def ring(self, conversation_id: str) -> None:
        for news in self._waiting.get(conversation_id, ()):
            news.set()

    @contextmanager
    def listen(self, conversation_id: str) -> Iterator[asyncio.Event]:
        """An event that is set at every ring; whoever waits clears it first."""
        news = asyncio.Event()
        self._waiting[conversation_id].add(news)
        try:
            yield news
        finally:
            self._waiting[conversation_id].discard(news)
            if not self._waiting[conversation_id]:
                del self._waiting[conversation_id]
