"""Changes to how Rasa asks the action server.

Rasa waits five minutes for a hung one and has no setting. And before it checks an answer against its schema, it checks that schema
itself, which takes 40 ms in which nobody else is answered. One that fails it only logs, and what was said before it stands as if all
had gone well; so who takes a turn can learn of it here.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from typing import Any, Dict, Iterator, List

import rasa.core.actions.action
import rasa.utils.endpoints
from jsonschema.validators import validator_for
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.shared.core.events import Event

SLOWEST_ACTION = 5  # seconds
_failed: ContextVar[List[str]] = ContextVar("failed actions of the running turn")
_rasas_own_run = RemoteAction.run


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def _validate_action_result(action: RemoteAction, result: Dict[str, Any]) -> bool:
    """Raises `jsonschema.ValidationError`."""
    _validator().validate(result)
    return True


@contextmanager
def failures() -> Iterator[List[str]]:
    """The names of the actions that fail in the turn that runs in here."""
    names: List[str] = []
    token = _failed.set(names)
    try:
        yield names
    finally:
        _failed.reset(token)


async def _run(action: RemoteAction, *given: Any, **named: Any) -> List[Event]:
    try:
        return await _rasas_own_run(action, *given, **named)
    except ActionExecutionRejection:  # it answers, only not with this
        raise
    except Exception:
        _failed.get([]).append(action.name())
        raise


def install() -> None:
    """Put them in Rasa's place; doing so twice changes nothing."""
    rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT = SLOWEST_ACTION
    rasa.utils.endpoints.DEFAULT_REQUEST_TIMEOUT = SLOWEST_ACTION
    RemoteAction._validate_action_result = _validate_action_result
    RemoteAction.run = _run
