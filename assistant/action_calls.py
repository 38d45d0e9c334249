"""Changes to how Rasa asks the action server.

Rasa waits five minutes for a hung one and has no setting. And before it checks an answer against its schema, it checks that schema
itself, which takes 40 ms in which nobody else is answered.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict

import rasa.core.actions.action
import rasa.utils.endpoints
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction

SLOWEST_ACTION = 5  # seconds


@lru_cache(maxsize=1)
def _validator() -> Any:
    schema = RemoteAction.action_response_format_spec()
    return validator_for(schema)(schema)


def _validate_action_result(action: RemoteAction, result: Dict[str, Any]) -> bool:
    """Raises `jsonschema.ValidationError`."""
    _validator().validate(result)
    return True


def install() -> None:
    """Put them in Rasa's place; doing so twice changes nothing."""
    rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT = SLOWEST_ACTION
    rasa.utils.endpoints.DEFAULT_REQUEST_TIMEOUT = SLOWEST_ACTION
    RemoteAction._validate_action_result = _validate_action_result
