"""What every process tries at its start, so that a wrong setting is told there and not in an answer to a visitor."""

from __future__ import annotations

import logging

from admissions.clock import now
from admissions.database import engine
from admissions.database_url import DatabaseError, DatabaseMisconfigured, database_url
from admissions.keyring import KeyProblem, have_keys, keyring
from admissions.program import program

# What is told in one line, and ends the process.
PROBLEMS = (ValueError, KeyProblem, DatabaseError)
logger = logging.getLogger("admissions.starting")


def try_settings(database_may_be_away: bool) -> None:
    """Raises one of `PROBLEMS`. A database that does not answer is only logged where it `may_be_away`: it can come back, and danger
    is answered meanwhile."""
    program()
    now()
    if have_keys():
        keyring()
    try:
        engine(database_url()).dispose()  # a process that is begun from here must not share its connections
    except DatabaseMisconfigured:
        raise
    except DatabaseError as problem:
        if not database_may_be_away:
            raise
        logger.error("%s", problem)
    finally:
        engine.cache_clear()
