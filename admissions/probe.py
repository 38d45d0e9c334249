"""For probes of containers: `python -m admissions.probe URL`, or `python -m admissions.probe FILE SECONDS`.

Exits with 0 when the URL answers 200 or the file was touched within so many seconds, else with 1 and a sentence. It loads
nothing but Python's own library, because it runs every few seconds.
"""

from __future__ import annotations

import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

SECONDS = 4


def problem_at(url: str) -> str | None:
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=SECONDS) as answer:
            return None if answer.status == 200 else f"{url} answers {answer.status}."
    except urllib.error.HTTPError as problem:
        return f"{url} answers {problem.code}."
    except (OSError, ValueError) as problem:
        return f"{url} does not answer ({type(problem).__name__})."


def problem_of(file: Path, longest: float) -> str | None:
    try:
        age = time.time() - file.stat().st_mtime
    except OSError:
        return f"{file} is not there."
    return None if age <= longest else f"{file} was last touched {age:.0f} s ago."


def main(arguments: list[str]) -> int:
    if len(arguments) == 1 and arguments[0].startswith("http"):
        problem = problem_at(arguments[0])
    elif len(arguments) == 2 and arguments[1].isdigit():
        problem = problem_of(Path(arguments[0]), int(arguments[1]))
    else:
        problem = "Write a URL, or a file and how many seconds old it may be."
    if problem:
        print(problem, file=sys.stderr)
    return bool(problem)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
