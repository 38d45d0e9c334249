"""How a stored callback is read back."""

from __future__ import annotations

from datetime import datetime

from admissions.booking import read_back
from admissions.callbacks.record import Callback


def standing_line(callback: Callback) -> str:
    start, end = (datetime.fromisoformat(moment) for moment in (callback.window_start, callback.window_end))
    return read_back(callback.name, callback.phone_e164, start, end, callback.timezone)
