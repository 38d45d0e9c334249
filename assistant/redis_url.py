"""Whether the Redis that endpoints.yml asks for is named as it must be, told before Rasa reads that file."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import yaml

REDIS_VARIABLE = "REDIS_URL"
SCHEMES = ("redis://", "rediss://", "unix://")


class RedisUrlProblem(ValueError):
    """It is missing, or none of Redis."""


def check_redis_url(endpoints: Path) -> None:
    """Raises `RedisUrlProblem`. A file that cannot be read is left to Rasa."""
    try:
        read: Any = yaml.safe_load(endpoints.read_text("utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        return
    store = (read or {}).get("lock_store") if isinstance(read, dict) else None
    if not isinstance(store, dict) or not str(store.get("type")).startswith("assistant.locks.redis."):
        return
    url = str(store.get("url") or os.environ.get(REDIS_VARIABLE) or "")
    if not url.startswith(SCHEMES):
        what = "is none of Redis" if url else "is not set, and the locks of several assistants need it"
        raise RedisUrlProblem(f"{REDIS_VARIABLE} {what}; write for example redis://localhost:6379/0.")
