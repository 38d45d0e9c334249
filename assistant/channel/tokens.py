"""The visitor's token: random, and where the chat began in the memory of one assistant alone, signed to say so.

Only that assistant knows such a chat until the database is back for it, which others may reach meanwhile, or which it may not
live to see. By the signature they know that the token is good and whose it is, so they go on with the chat instead of ending it.
Signed with the keys that the assistants share, never with what a visitor could make up.
"""

from __future__ import annotations

import hmac
import re
import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Optional

from admissions.keyring import Key, KeyProblem, keyring
from assistant.homes import here

TOKEN_BYTES = 32
GOOD_FOR = timedelta(minutes=10)  # in which others go on with such a chat; a database is rarely away for longer
_SIGNED = re.compile(
    r"(?P<told>[\w-]{20,}\.(?P<until>[0-9a-f]{8,10})\.(?P<client>[0-9a-f]{64}))\.(?P<signature>[0-9a-f]{64})", re.ASCII
)


def new_token() -> str:
    """One that is at home in this process."""
    return here().new_token(_random)


def new_token_in_memory(client_hash: str, now: datetime) -> str:
    """The same for a chat of this client that only this process knows. A plain one where there is no key to sign with."""
    until = int((now + GOOD_FOR).timestamp())
    try:
        key = keyring().newest
    except KeyProblem:
        return new_token()
    return here().new_token(lambda: _signed(f"{_random()}.{until:x}.{client_hash}", key))


def begun_in_memory(token: str, now: datetime) -> Optional[str]:
    """The hash of the client whose chat began in the memory of one of us, if this token says so and is good; else None."""
    found = _SIGNED.fullmatch(token)
    if found is None or int(found["until"], 16) <= now.timestamp():
        return None
    try:
        good = any(hmac.compare_digest(_signature(found["told"], key), found["signature"]) for key in keyring().keys)
    except KeyProblem:
        return None
    return found["client"] if good else None


def _random() -> str:
    return secrets.token_urlsafe(TOKEN_BYTES)


def _signed(told: str, key: Key) -> str:
    return f"{told}.{_signature(told, key)}"


def _signature(told: str, key: Key) -> str:
    return hmac.new(key.hash_key, f"chat begun in memory: {told}".encode(), sha256).hexdigest()
