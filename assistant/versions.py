"""The trained models that are kept, and which one serves: files in one folder, and a pointer to one of them.

The pointer (`current`) lists the versions that served, the one that serves first, one a line. It is replaced in one step,
so that an assistant that reads it meanwhile gets the old list or the new one. Without it the newest file serves.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import tarfile
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import List, Optional

ROOT = Path(__file__).resolve().parents[1]
SETTING = "ASSISTANT_MODELS"  # names another folder
POINTER, ENDING = "current", ".tar.gz"
KEPT = 3  # versions; what else is there goes when a new one comes
BLOCK = 1 << 20


class VersionError(RuntimeError):
    """There is no such version, or its file is broken; the message says which."""


@dataclass(frozen=True)
class Version:
    """One model file. Two are equal only while the file is the same one: replaced under its old name, it is another."""

    file: Path
    changed: int  # nanoseconds since 1970
    size: int  # bytes

    @property
    def name(self) -> str:
        return name_of(self.file)


def name_of(file: Path) -> str:
    return file.name[: -len(ENDING)] if file.name.endswith(ENDING) else file.name


class Versions:
    """The models of one folder."""

    def __init__(self, folder: Optional[Path] = None) -> None:
        self.folder = folder or Path(os.environ.get(SETTING) or ROOT / "models" / "assistant").absolute()

    def all(self) -> List[Version]:
        """Every version: first those that served, as the pointer lists them, then the others, newest first."""
        found = {version.name: version for version in self._files()}
        served = [found.pop(name) for name in self._served() if name in found]
        return served + sorted(found.values(), key=lambda version: version.changed, reverse=True)

    def current(self) -> Version:
        """The version that serves. Raises `VersionError` when there is none."""
        served = self._served()
        if not served:
            versions = self.all()
            if versions:
                return versions[0]
            raise VersionError(f"There is no trained model in {self.folder}. Run `make train`.")
        return self._named(served[0])

    def first_whole(self) -> Optional[Version]:
        """The version that serves or, if its file is broken or gone, the one that served before; None where all are."""
        for version in self.all():
            with suppress(VersionError):
                check(version.file)
                return version
        return None

    def install(self, file: Path) -> Version:
        """Take a trained model in: it serves from now on. Versions beyond those kept are deleted."""
        check(file)
        was = self.all()[:1]
        name = f"{time.strftime('%Y%m%d-%H%M%S', time.gmtime())}-{_digest(file)}"
        os.replace(file, self.folder / (name + ENDING))
        self._point([name, *(self._served() or [version.name for version in was])])
        for version in self.all()[KEPT:]:
            version.file.unlink()
        return self.current()

    def roll_back(self, name: Optional[str] = None) -> Version:
        """Let another version serve: the named one, or the one that served before. Raises `VersionError`; then nothing changed."""
        versions = {version.name: version for version in self.all()}
        now = self.current().name
        served = [was for was in self._served() or [now] if was in versions]
        if name is None:
            before = served[1:] or [other for other in versions if other != now and not self._served()]
            if not before:
                raise VersionError(f"No version served before {now}. `--list` shows what there is; name one.")
            name = before[0]
        check(self._named(name).file)
        self._point(served[served.index(name) :] if name in served else [name, *served])
        return self.current()

    def _named(self, name: str) -> Version:
        for version in self._files():
            if version.name == name:
                return version
        raise VersionError(
            f"There is no version {name} in {self.folder}. `python -m assistant.rollback --list` shows what there is."
        )

    def _files(self) -> List[Version]:
        versions = []
        for file in self.folder.glob("*" + ENDING):
            try:
                state = file.stat()
            except FileNotFoundError:  # deleted just now
                continue
            versions.append(Version(file, state.st_mtime_ns, state.st_size))
        return versions

    def _served(self) -> List[str]:
        try:
            return (self.folder / POINTER).read_text("utf-8").split()
        except FileNotFoundError:
            return []

    def _point(self, served: List[str]) -> None:
        draft = self.folder / f".{POINTER}.{os.getpid()}"
        with draft.open("w", encoding="utf-8") as stream:
            stream.write("\n".join(served[:KEPT]) + "\n")
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(draft, self.folder / POINTER)


def _digest(file: Path) -> str:
    """Six characters that differ when the content does."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(BLOCK):
            digest.update(block)
    return digest.hexdigest()[:6]


def check(file: Path) -> None:
    """Read the whole archive, its checksum too. Raises `VersionError` when it is cut short or damaged."""
    try:
        with gzip.open(file) as stream:
            with tarfile.open(fileobj=stream, mode="r|") as archive:
                for _ in archive:
                    pass
            while stream.read(BLOCK):
                pass
    except (OSError, EOFError, tarfile.TarError, zlib.error) as problem:
        raise VersionError(f"{file.name} is not a whole model file ({type(problem).__name__}).") from None
