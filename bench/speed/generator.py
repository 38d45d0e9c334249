"""The load generator as the measuring process sees it."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

from assistant.processes import ROOT


class LoadFailed(RuntimeError):
    """A system did not answer as it must; the message says how."""


class Generator:
    """A second process that does one job at a time; stops with the `with` block."""

    def __enter__(self) -> Generator:
        command = [sys.executable, "-m", "bench.speed.load"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        return self

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        self._process.wait()

    def do(self, kind: str, **job: Any) -> dict[str, Any]:
        """Raises `LoadFailed`."""
        assert self._process.stdin and self._process.stdout
        self._process.stdin.write(json.dumps({"kind": kind, **job}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        result: dict[str, Any] = json.loads(line) if line else {"error": "the load generator has ended"}
        if "error" in result:
            raise LoadFailed(f"{', '.join(job['hosts'])}: {result['error']}")
        return result
