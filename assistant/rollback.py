"""Lets an earlier model serve again: `python -m assistant.rollback`, with a version's name or without. `--list` shows them."""

from __future__ import annotations

import argparse
import sys
import time

from assistant.versions import VersionError, Versions


def show(versions: Versions) -> None:
    current = versions.current().name
    for version in versions.all():
        when = time.strftime("%Y-%m-%d %H:%M", time.localtime(version.changed / 1e9))
        print(f"{'*' if version.name == current else ' '} {version.name:24} {when}  {version.size / 1e6:.0f} MB")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("version", nargs="?", help="the one to serve; without it, the one that served before")
    parser.add_argument("--list", action="store_true", help="show the versions; the one that serves has a star")
    asked = parser.parse_args()
    versions = Versions()
    try:
        if asked.list:
            show(versions)
            return 0
        was = versions.current().name
        now = versions.roll_back(asked.version).name
    except VersionError as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{now} serves now, {was} did before. Running assistants take it within half a minute; their health tells.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
