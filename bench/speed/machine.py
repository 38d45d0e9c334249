"""The machine that was measured on, and which of its cores a process may use."""

from __future__ import annotations

import os
import platform
from pathlib import Path
from typing import Any, Iterable

import psutil

from bench.speed.systems import MEGABYTE


def describe() -> dict[str, Any]:
    names = [line.split(":", 1)[1].strip() for line in _cpu_lines() if line.startswith("model name")]
    return {
        "processor": names[0] if names else platform.processor() or platform.machine(),
        "cores": len(os.sched_getaffinity(0)),
        "memory_mb": round(psutil.virtual_memory().total / MEGABYTE),
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "python": platform.python_version(),
    }


def _cpu_lines() -> list[str]:
    file = Path("/proc/cpuinfo")
    return file.read_text("utf-8").splitlines() if file.exists() else []


def pin(pid: int, cores: Iterable[int]) -> None:
    """Confine a process, all it has started and all their threads to these cores."""
    allowed, parent = set(cores), psutil.Process(pid)
    for process in (parent, *parent.children(recursive=True)):
        for thread in process.threads():
            try:
                os.sched_setaffinity(thread.id, allowed)
            except ProcessLookupError:
                continue  # ended meanwhile
