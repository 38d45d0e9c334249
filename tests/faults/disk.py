"""A disk that can be filled up: a small one of its own where mounting is allowed, else a ration for what the processes write."""

from __future__ import annotations

import os
import resource
import subprocess
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Iterator

MB = 64


@dataclass
class SmallDisk:
    """A file system in memory, of `MB`, mounted at `folder`."""

    folder: Path
    how: str = f"tmpfs of {MB} MB"

    def fill(self, _: list[int]) -> None:
        with (self.folder / "filler").open("wb", buffering=0) as stream, suppress(OSError):
            while stream.write(b"x" * 4096):
                pass

    def clear(self) -> None:
        (self.folder / "filler").unlink(missing_ok=True)


@dataclass
class RationedDisk:
    """Processes that may write to no file (RLIMIT_FSIZE), as if there was no room."""

    folder: Path
    how: str = "processes that may write to no file"
    _before: dict[int, tuple[int, int]] = field(default_factory=dict)

    def fill(self, pids: list[int]) -> None:
        for pid in pids:
            self._before[pid] = resource.prlimit(pid, resource.RLIMIT_FSIZE)
            resource.prlimit(pid, resource.RLIMIT_FSIZE, (1, self._before[pid][1]))

    def clear(self) -> None:
        for pid, limits in self._before.items():
            with suppress(ProcessLookupError):
                resource.prlimit(pid, resource.RLIMIT_FSIZE, limits)
        self._before.clear()


@contextmanager
def limited_disk(folder: Path) -> Iterator[SmallDisk | RationedDisk]:
    folder.mkdir(parents=True, exist_ok=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={MB}m", "faults", str(folder)]
    if os.geteuid() or subprocess.run(command, capture_output=True).returncode:
        yield RationedDisk(folder)
        return
    try:
        yield SmallDisk(folder)
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)
