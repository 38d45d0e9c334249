"""The keys that names and numbers are sealed with: where they come from, and the file that holds them.

`ADMISSIONS_KEYS` gives them, comma-separated, the newest first; otherwise a file does (`ADMISSIONS_KEYS_FILE`, by default
`var/keys`), one a line. A retired key leaves `hash:NAME:…` behind: it opens nothing, but still finds a number that was
hashed with it.
"""

from __future__ import annotations

import base64
import os
import secrets
import stat
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEYS_VARIABLE, FILE_VARIABLE = "ADMISSIONS_KEYS", "ADMISSIONS_KEYS_FILE"
DEFAULT_FILE = Path(__file__).resolve().parents[1] / "var" / "keys"
HASH_ONLY = "hash"
NEW_KEY = "`python -m admissions keys new` prints a new one"


class KeyProblem(RuntimeError):
    """Names and numbers cannot be sealed or read; the message says what to do and never holds a key."""


@dataclass(frozen=True)
class Key:
    """`name` tells keys apart and gives nothing away. `line` is what the file holds. `cipher` seals and opens, `fernet` opens what
    was sealed before there was that; both are None when only the hash is left."""

    name: str
    line: str
    hash_key: bytes
    cipher: AESGCM | None = None
    fernet: Fernet | None = None

    def retired(self) -> Key:
        encoded = base64.urlsafe_b64encode(self.hash_key).decode()
        return Key(self.name, f"{HASH_ONLY}:{self.name}:{encoded}", self.hash_key)


@dataclass(frozen=True)
class Keyring:
    """All keys, the newest first. `file` is None when the environment gave them."""

    keys: tuple[Key, ...]
    file: Path | None

    @cached_property
    def newest(self) -> Key:
        return self.sealing[0]

    @cached_property
    def sealing(self) -> tuple[Key, ...]:
        return tuple(key for key in self.keys if key.cipher)

    def find(self, name: str) -> Key | None:
        return next((key for key in self.sealing if key.name == name), None)


def new_key() -> str:
    """A new key, as it stands in the file or the variable."""
    return Fernet.generate_key().decode()


def _derived(secret: bytes, purpose: str, length: int) -> bytes:
    return HKDF(SHA256(), length, salt=None, info=f"admissions {purpose}".encode()).derive(secret)


def parse_key(line: str, source: str) -> Key:
    """One line of the file or one entry of the variable. Raises `KeyProblem`."""
    try:
        if line.startswith(HASH_ONLY + ":"):
            _, name, encoded = line.split(":")
            return Key(name, line, base64.urlsafe_b64decode(encoded))
        fernet, secret = Fernet(line), base64.urlsafe_b64decode(line)
        name, hash_key = _derived(secret, "key name", 4).hex(), _derived(secret, "blind hash", 32)
        return Key(name, line, hash_key, AESGCM(_derived(secret, "sealing", 32)), fernet)
    except ValueError:
        raise KeyProblem(f"{source} holds something that is no key; {NEW_KEY}.") from None


def key_file() -> Path:
    return _as_path(os.environ.get(FILE_VARIABLE) or DEFAULT_FILE)


@lru_cache(maxsize=4)
def _as_path(name: str | Path) -> Path:
    """Every sealed text asks for the file, and making a path takes longer than looking whether it has changed."""
    return Path(name)


def have_keys() -> bool:
    return bool(os.environ.get(KEYS_VARIABLE, "").strip()) or key_file().exists()


def keyring() -> Keyring:
    """The keys as they are now: a file that changed is read again. Raises `KeyProblem`."""
    if given := os.environ.get(KEYS_VARIABLE, "").strip():
        return _parsed(given.replace(",", "\n"), None)
    file = key_file()
    try:
        seen = os.stat(file)
    except OSError:
        raise KeyProblem(f"There is no key file {file}. Put it back from where you keep it, or set {KEYS_VARIABLE}.") from None
    return _read(file, seen.st_mtime_ns, seen.st_ino, seen.st_mode)


@lru_cache(maxsize=4)
def _read(file: Path, _changed: int, _inode: int, mode: int) -> Keyring:
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyProblem(f"Others can read the key file {file}. Run: chmod 600 {file}")
    try:
        return _parsed(file.read_text("ascii"), file)
    except (OSError, UnicodeDecodeError):
        raise KeyProblem(f"The key file {file} cannot be read.") from None


@lru_cache(maxsize=4)
def _parsed(text: str, file: Path | None) -> Keyring:
    source = str(file or KEYS_VARIABLE)
    ring = Keyring(tuple(parse_key(line.strip(), source) for line in text.splitlines() if line.strip()), file)
    if not ring.sealing:
        raise KeyProblem(f"{source} holds no key; {NEW_KEY}.")
    return ring


def make_key_file() -> None:
    """Make the file with a first key, mode 600. Of two processes at once one makes it, and both use that one.

    Raises `KeyProblem`.
    """
    file = key_file()
    try:
        written = _written_aside(file, [new_key()])
        try:
            os.link(written, file)  # unlike a rename, never replaces a file that is there
        except FileExistsError:
            pass
        finally:
            written.unlink()
        _settle(file.parent)
    except OSError as problem:
        raise KeyProblem(f"The key file {file} cannot be made: {problem.strerror}. Or set {KEYS_VARIABLE}; {NEW_KEY}.") from None


def write_key_file(file: Path, keys: list[Key]) -> None:
    """Replace the file by these keys in one step. Raises `KeyProblem`."""
    try:
        os.replace(_written_aside(file, [key.line for key in keys]), file)
        _settle(file.parent)
    except OSError as problem:
        raise KeyProblem(f"The key file {file} cannot be written: {problem.strerror}.") from None


def _written_aside(file: Path, lines: list[str]) -> Path:
    aside = file.with_name(f"{file.name}.{secrets.token_hex(6)}")
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write("\n".join(lines) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    return aside


def _settle(folder: Path) -> None:
    """The new name is on disk, too: a key that is used must outlive a power cut."""
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
