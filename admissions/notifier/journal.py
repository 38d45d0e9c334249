"""What a receiver has just accepted, on this machine's disk before the database knows: it outlives a killed process.

One small file a worker, with the key of its last accepted notice; no name, no number. Writing it takes microseconds, where a
commit takes milliseconds, so that a notifier that is killed in between need not tell staff again.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from admissions.notifier.settings import SettingsProblem

FOLDER_VARIABLE = "NOTIFIER_FOLDER"
DEFAULT_FOLDER = Path(__file__).resolve().parents[2] / "var" / "notifier"
KEPT_SECONDS = 2 * 24 * 3600  # longer than anything is tried
_LONGEST_KEY = 64


def folder() -> Path:
    """Where the notifier keeps its files, made if it is not there. Raises `SettingsProblem`."""
    wanted = Path(os.environ.get(FOLDER_VARIABLE) or DEFAULT_FOLDER)
    try:
        wanted.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise SettingsProblem(f"{FOLDER_VARIABLE}: {wanted} cannot be made: {problem.strerror}.") from None
    return wanted


class Journal:
    """The file of one worker, and the files that others, living or dead, have left beside it. Raises `SettingsProblem`."""

    def __init__(self, owner: str) -> None:
        self._folder = folder()
        try:
            for old in self._folder.glob("*.accepted"):
                if time.time() - old.stat().st_mtime > KEPT_SECONDS:
                    old.unlink(missing_ok=True)
            self._file = os.open(self._folder / f"{owner}.accepted", os.O_WRONLY | os.O_CREAT, 0o600)
        except OSError as problem:
            raise SettingsProblem(f"{FOLDER_VARIABLE}: {self._folder} cannot be written: {problem.strerror}.") from None

    def accepted(self, key: str) -> None:
        os.pwrite(self._file, key.ljust(_LONGEST_KEY).encode(), 0)

    def holds(self, key: str) -> bool:
        """Whether some worker on this machine noted that this was accepted."""
        return any(file.read_text("ascii", "replace").strip() == key for file in self._folder.glob("*.accepted"))
