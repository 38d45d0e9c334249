"""Keeps a hung action server from holding a conversation: Rasa waits five minutes for it and has no setting."""

from __future__ import annotations

import rasa.core.actions.action
import rasa.utils.endpoints

SLOWEST_ACTION = 5  # seconds


def limit_action_time() -> None:
    rasa.core.actions.action.DEFAULT_REQUEST_TIMEOUT = SLOWEST_ACTION
    rasa.utils.endpoints.DEFAULT_REQUEST_TIMEOUT = SLOWEST_ACTION
