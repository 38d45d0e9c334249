"""Names, numbers and what visitors wrote, encrypted before the database sees them.

A sealed text reads `sealed:KEYNAME:TOKEN`, so that it is plain which key opens it. A token is base64 of one byte for the kind, 12
random ones and what AES-256-GCM makes of the text. Every message seals four texts, and Fernet, which sealed them before, takes several
times as long; its tokens are still opened.
"""

from __future__ import annotations

import hmac
import os
from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.fernet import InvalidToken
from sqlalchemy import Text
from sqlalchemy.types import TypeDecorator

from admissions.keyring import Key, KeyProblem, keyring

__all__ = ["MARK", "KeyProblem", "SealedText", "blind", "blinds", "is_sealed", "seal", "sealed_with", "unseal"]
MARK = "sealed:"
KIND, NONCE = b"\x01", 12  # a Fernet token begins with the byte 0x80; bytes that are drawn anew for each text


def seal(text: str) -> str:
    """Encrypt under the newest key. Raises `KeyProblem`; opening the database makes the first key, sealing never does."""
    key = keyring().newest
    assert key.cipher
    nonce = os.urandom(NONCE)
    sealed = KIND + nonce + key.cipher.encrypt(nonce, text.encode(), None)
    return f"{sealed_with(key.name)}{urlsafe_b64encode(sealed).decode()}"


def unseal(token: str) -> str:
    """Decrypt under whichever key it was sealed with. Raises `KeyProblem` when that key is missing, or for a text that is not
    sealed: plain text never passes for sealed."""
    if not is_sealed(token):
        raise KeyProblem("A text that should be sealed is not. It was changed outside of this program.")
    _, name, body = token.split(":", 2)
    key = keyring().find(name)
    if key is None:
        raise KeyProblem(f"The key {name} is missing. Put it back into the key file or ADMISSIONS_KEYS.")
    try:
        return _opened(key, body)
    except (ValueError, InvalidTag, InvalidToken):
        raise KeyProblem(f"A text sealed with the key {name} is damaged.") from None


def _opened(key: Key, body: str) -> str:
    """Raises `ValueError` for what is no token at all, and what the ciphers raise."""
    assert key.cipher and key.fernet
    sealed = urlsafe_b64decode(body)
    if not sealed.startswith(KIND):
        return key.fernet.decrypt(body.encode()).decode()
    begins = len(KIND) + NONCE
    return key.cipher.decrypt(sealed[len(KIND) : begins], sealed[begins:], None).decode()


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
