"""The channel's settings that differ from place to place: from the environment, whose word wins over credentials.yml."""

from __future__ import annotations

import os
from typing import Any, Dict

PROXIES_VARIABLE, ORIGINS_VARIABLE = "CHAT_PROXIES", "CHAT_ALLOWED_ORIGINS"


class EnvironmentProblem(ValueError):
    """One of them cannot be used; the message names it."""


def of_environment() -> Dict[str, Any]:
    """Those that are set. Raises `EnvironmentProblem`."""
    given: Dict[str, Any] = {}
    if proxies := os.environ.get(PROXIES_VARIABLE, "").strip():
        if not (proxies.isascii() and proxies.isdigit()):
            raise EnvironmentProblem(f"{PROXIES_VARIABLE}={proxies} is no number of proxies.")
        given["proxies"] = int(proxies)
    if origins := os.environ.get(ORIGINS_VARIABLE, "").strip():
        given["allowed_origins"] = [_origin(origin.strip()) for origin in origins.split(",") if origin.strip()]
    return given


def is_origin(written: str) -> bool:
    return written.startswith(("http://", "https://"))


def _origin(written: str) -> str:
    if not is_origin(written):
        raise EnvironmentProblem(f"{ORIGINS_VARIABLE}: {written} is no website; write it whole, such as https://www.example.org.")
    return written
