"""The staff's command line: see and work callbacks, forget people, change keys, see what was told and who saw what."""

from __future__ import annotations

import argparse
import getpass
import sys

from admissions.callbacks.store import Conflict, NotFound
from admissions.cli import callbacks, upkeep
from admissions.database import DatabaseError
from admissions.keyring import KeyProblem
from admissions.program import ProgramError


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may know no names
        return "staff"


def parser() -> argparse.ArgumentParser:
    """Every command; each sets `run`, a function of the parsed arguments."""
    whole = argparse.ArgumentParser(prog="python -m admissions", description=__doc__)
    who = argparse.ArgumentParser(add_help=False)
    who.add_argument("--by", default=_user(), help="who does it (default: you)")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    callbacks.add_to(commands, who)
    upkeep.add_to(commands, who)
    return whole


def main(arguments: list[str] | None = None) -> int:
    """Run one command; return the exit code. Errors are one sentence on standard error."""
    asked = parser().parse_args(arguments)
    try:
        asked.run(asked)
    except (DatabaseError, KeyProblem, NotFound, Conflict, ProgramError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    except BrokenPipeError:  # `| head` has read enough
        sys.stderr.close()
    return 0
