"""The channel's limits, as credentials.yml gives them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Dict, Optional, Tuple, get_type_hints

from rasa.shared.exceptions import RasaException

from assistant.channel.environment import EnvironmentProblem, is_origin, of_environment


class SettingsError(RasaException):
    """A line of credentials.yml, or a variable instead of it, is missing or cannot be used; the message names it."""


@dataclass(frozen=True)
class Settings:
    """What each one means: docs/channel.md. Times are in seconds unless the name says otherwise."""

    session_minutes: int
    allowed_origins: Tuple[str, ...]
    proxies: int
    longest_text: int
    longest_body: int
    messages_per_conversation: int
    messages_per_address: int
    requests_per_address: int
    sessions_per_address: int
    polls_per_conversation: int
    polls_per_address: int
    polls: int
    longest_poll: int
    slowest_turn: int

    @classmethod
    def read(cls, credentials: Optional[Dict[str, Any]]) -> Settings:
        """Raises `SettingsError` for a line too many, one too few, or one that is no number."""
        try:
            given, names = {**(credentials or {}), **of_environment()}, {field.name for field in fields(cls)}
        except EnvironmentProblem as problem:
            raise SettingsError(str(problem)) from None
        for name in sorted(names ^ set(given)):
            raise SettingsError(f"credentials.yml: the chat channel {'needs a' if name in names else 'knows no'} line `{name}`.")
        for name, kind in get_type_hints(cls).items():
            value = given[name]
            if kind is int and (isinstance(value, bool) or not isinstance(value, int) or value < (name != "proxies")):
                raise SettingsError(f"credentials.yml: `{name}` is {value!r}; write a whole number.")
        origins = given["allowed_origins"] or []
        if not isinstance(origins, list) or not all(is_origin(str(origin)) for origin in origins):
            raise SettingsError("credentials.yml: `allowed_origins` is a list such as [https://www.example.org].")
        return cls(**{**given, "allowed_origins": tuple(str(origin).rstrip("/").lower() for origin in origins)})
