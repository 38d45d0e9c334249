"""The conversations used last, in memory."""

from __future__ import annotations

from collections import OrderedDict
from typing import List, Optional

from assistant.trackers.window import Window

HOT = 300  # conversations, of some 100 KB each
MOST = 4 * HOT  # while the database is away, what it does not have is kept above that


class Memory:
    def __init__(self, size: int = HOT, most: int = MOST) -> None:
        self._size, self._most = size, most
        self._windows: OrderedDict[str, Window] = OrderedDict()

    def find(self, conversation_id: str) -> Optional[Window]:
        window = self._windows.get(conversation_id)
        if window:
            self._windows.move_to_end(conversation_id)
        return window

    def put(self, window: Window) -> Window:
        """Remember it, and let go of one that is in the database, or of the oldest when far too many are not."""
        self._windows[window.conversation_id] = window
        self._windows.move_to_end(window.conversation_id)
        if len(self._windows) > self._size:
            saved = next((name for name, each in self._windows.items() if not each.unsaved and each is not window), None)
            if saved is not None:
                del self._windows[saved]
            elif len(self._windows) > self._most:
                self._windows.popitem(last=False)
        return window

    def drop(self, conversation_id: str) -> None:
        """Forget it, also for a turn that is still running."""
        window = self._windows.pop(conversation_id, None)
        if window:
            window.forgotten = True

    def unsaved(self) -> List[Window]:
        return [window for window in self._windows.values() if window.unsaved]
