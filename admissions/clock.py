"""The one clock of the domain core."""

from __future__ import annotations

import os
from datetime import datetime, timezone

NOW_VARIABLE = "ADMISSIONS_NOW"


def now() -> datetime:
    """Return the present moment with a time zone; `ADMISSIONS_NOW` (ISO 8601) makes it stand still.

    Raises `ValueError` with a plain sentence when the variable holds something else.
    """
    fixed = os.environ.get(NOW_VARIABLE, "").strip()
    if not fixed:
        return datetime.now(timezone.utc)
    try:
        moment = datetime.fromisoformat(fixed.replace("Z", "+00:00"))
    except ValueError:
        raise ValueError(f"{NOW_VARIABLE}={fixed!r} is no ISO 8601 time, such as 2026-03-02T14:00:00-05:00.") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=timezone.utc)
