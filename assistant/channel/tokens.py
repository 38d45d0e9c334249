"""The visitor's token: random, and where the chat began in the memory of one assistant alone, signed to say so.

Only that assistant knows such a chat until the database is back for it, which others may reach meanwhile. By the signature they
know that the token is good, so they wait for the chat to be written down instead of ending it. Signed with the keys that the
assistants share, never with what a visitor could make up.
"""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime, timedelta
from hashlib import sha256

from admissions.keyring import Key, KeyProblem, keyring
from assistant.homes import here

TOKEN_BYTES = 32
AWAITED = timedelta(minutes=10)  # for which a chat may be in one assistant's memory alone; a database is rarely away for longer
_SIGNED = re.compile(r"(?P<told>[\w-]{20,}\.(?P<until>[0-9a-f]{8,10}))\.(?P<signature>[0-9a-f]{64})", re.ASCII)


def new_token() -> str:
    """One that is at home in this process."""
    return here().new_token(_random)


def new_token_in_memory(now: datetime) -> str:
    """The same for a chat that only this process knows. A plain one where there is no key to sign with."""
    until = int((now + AWAITED).timestamp())
    try:
        key = keyring().newest
    except KeyProblem:
        return new_token()
    return here().new_token(lambda: _signed(f"{_random()}.{until:x}", key))


def awaited_for(token: str, now: datetime) -> float:
    """For how many seconds more a chat that is in no database may still come there; 0 where nothing says that it will."""
    found = _SIGNED.fullmatch(token)
    left = int(found["until"], 16) - now.timestamp() if found else 0.0
    if found is None or not 0 < left <= AWAITED.total_seconds():
        return 0.0
    try:
        good = any(hmac.compare_digest(_signature(found["told"], key), found["signature"]) for key in keyring().keys)
    except KeyProblem:
        return 0.0
    return left if good else 0.0


def _random() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def _signed(told: str, key: Key) -> str:
    return f"{told}.{_signature(told, key)}"


def _signature(told: str, key: Key) -> str:
    return hmac.new(key.hash_key, f"chat begun in memory: {told}".encode(), sha256).hexdigest()
