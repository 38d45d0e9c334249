"""Names, numbers and what visitors wrote, encrypted before the database sees them.

A sealed text reads `sealed:KEYNAME:TOKEN` (a Fernet token), so that it is plain which key opens it.
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Any

from cryptography.fernet import InvalidToken
from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator

from admissions.keyring import Key, KeyProblem, keyring

__all__ = ["MARK", "KeyProblem", "SealedText", "blind", "blinds", "is_sealed", "seal", "sealed_with", "unseal"]
MARK = "sealed:"


def seal(text: str) -> str:
    """Encrypt under the newest key. Raises `KeyProblem`; opening the database makes the first key, sealing never does."""
    key = keyring().newest
    assert key.fernet
    return f"{sealed_with(key.name)}{key.fernet.encrypt(text.encode()).decode()}"


def unseal(token: str) -> str:
    """Decrypt under whichever key it was sealed with. Raises `KeyProblem` when that key is missing, or for a text that is not
    sealed: plain text never passes for sealed."""
    if not is_sealed(token):
        raise KeyProblem("A text that should be sealed is not. It was changed outside of this program.")
    _, name, body = token.split(":", 2)
    key = keyring().find(name)
    if key is None or key.fernet is None:
        raise KeyProblem(f"The key {name} is missing. Put it back into the key file or ADMISSIONS_KEYS.")
    try:
        return key.fernet.decrypt(body.encode()).decode()
    except InvalidToken:
        raise KeyProblem(f"A text sealed with the key {name} is damaged.") from None


def is_sealed(text: str) -> bool:
    return text.startswith(MARK) and text.count(":") == 2


def sealed_with(key_name: str) -> str:
    """How every text begins that the key of this name sealed."""
    return f"{MARK}{key_name}:"


def blind(text: str) -> str:
    """A keyed hash under the newest key, 64 hex digits: finds the same text again and tells nothing of it. Raises `KeyProblem`."""
    return _hashed(keyring().newest, text)


def blinds(text: str) -> list[str]:
    """The hash under every key, the newest first, for look-ups: rows hashed before a rotation are found, too."""
    return [_hashed(key, text) for key in keyring().keys]


def _hashed(key: Key, text: str) -> str:
    return hmac.new(key.hash_key, text.encode(), sha256).hexdigest()


class SealedText(TypeDecorator):
    """A text column that is encrypted on the way in and decrypted on the way out. It cannot be searched: see `blind`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: object) -> Any:
        return None if value is None else seal(value)

    def process_result_value(self, value: Any, dialect: object) -> Any:
        return None if value is None else unseal(value)
