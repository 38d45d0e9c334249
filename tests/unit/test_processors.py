"""A process keeps to one processor, and what it does beside runs on the others. Each is asked in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT

AVAILABLE = sorted(os.sched_getaffinity(0))
ASKED = """
import os
from concurrent.futures import ThreadPoolExecutor
from assistant import processors
{first}
with ThreadPoolExecutor(1, initializer=processors.go_beside) as beside:
    aside = beside.submit(os.sched_getaffinity, 0).result()
print(processors.are_several(), sorted(os.sched_getaffinity(0)), sorted(aside))
"""


def told(first: str) -> str:
    asked = [sys.executable, "-c", ASKED.format(first=first)]
    return subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.skipif(len(AVAILABLE) < 2, reason="there is only one processor")
@pytest.mark.parametrize("number", [0, 1])
def test_with_as_many_processes_as_processors_each_has_its_own_and_may_use_the_others_besides(number: int) -> None:
    two = AVAILABLE[:2]
    assert told(f"os.sched_setaffinity(0, {two}); processors.keep_to_one({number}, 2)") == (
        f"True {[two[number]]} {[two[1 - number]]}"
    )


@pytest.mark.parametrize("count", [len(AVAILABLE) + 1, len(AVAILABLE) + 2])
def test_otherwise_it_runs_where_it_may(count: int) -> None:
    assert told(f"processors.keep_to_one(0, {count})") == f"{len(AVAILABLE) > 1} {AVAILABLE} {AVAILABLE}"


def test_on_one_processor_nothing_can_be_done_beside() -> None:
    one = AVAILABLE[:1]
    assert told(f"os.sched_setaffinity(0, {one}); processors.keep_to_one(0, 1)") == f"False {one} {one}"
