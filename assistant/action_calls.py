"""Changes to how Rasa asks the action server.

Rasa waits five minutes for a hung one and has no setting. And it checks an answer against a schema, which takes 40 ms in which nobody
else is answered, 2 where the schema is kept; to make the events and see takes none. One that fails it only logs, and what was said
before it stands as if all had gone well; so who takes a turn can learn of it here.
"""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Dict, Iterator, List

import rasa.core.actions.action
import rasa.utils.endpoints
from rasa.core.actions.action import ActionExecutionRejection, RemoteAction
from rasa.shared.core.events import Event, deserialise_events

SLOWEST_ACTION = 5  # seconds
_failed: ContextVar[List[str]] = ContextVar("failed actions of the running turn")
_rasas_own_run = RemoteAction.run


def _validate_action_result(action: RemoteAction, result: Dict[str, Any]) -> bool:
    """Raises `ValueError`, or whatever Rasa does for an event that it cannot make, before anything of the answer is said."""
    events, responses = result.get("events", []), result.get("responses", [])
    if not _is_list_of(events, having="event") or not _is_list_of(responses):
        raise ValueError(f"{action.name()} answered in another form than Rasa's.")
    deserialise_events(events)
    return True


def _is_list_of(entries: Any, having: str = "") -> bool:
    """Whether they are dictionaries, each with that key."""
    return isinstance(entries, list) and all(isinstance(each, dict) and (not having or having in each) for each in entries)


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
