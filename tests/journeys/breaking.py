"""Ways to break a part of a live assistant for a while."""

from __future__ import annotations

import os
import signal
import sqlite3
from contextlib import contextmanager
from typing import Iterator

from tests.journeys.live import Live


@contextmanager
def frozen_actions(live: Live) -> Iterator[None]:
    assert live.actions
    os.kill(live.actions.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(live.actions.pid, signal.SIGCONT)


@contextmanager
def locked_database(live: Live) -> Iterator[None]:
    """Somebody else holds the database for writing."""
    connection = sqlite3.connect(live.database.removeprefix("sqlite:///"), isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        connection.rollback()
        connection.close()
