"""Notes what was not understood, or called unhelpful, for `make review`: an event broker, so it sees every conversation and
holds up none. What is said inside a form is an answer and never noted.
"""

from __future__ import annotations

import logging
from asyncio import AbstractEventLoop
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any, Dict, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.utils.endpoints import EndpointConfig

from admissions.clock import now
from admissions.database import DatabaseError
from admissions.unanswered import NOT_UNDERSTOOD, UNHELPFUL, note
from assistant import metrics

logger = logging.getLogger(__name__)

UNHELPFUL_INTENT, QUESTION_INTENTS = "frustrated", ("faq", "out_of_scope", "medical_advice")
REMEMBERED = 2000  # conversations


@dataclass
class _Talk:
    in_form: bool = False
    last_question: str = ""


class UnansweredLog(EventBroker):
    """Named in endpoints.yml as `event_broker: {type: assistant.unanswered_log.UnansweredLog}`."""

    def __init__(self) -> None:
        self._talks: OrderedDict[str, _Talk] = OrderedDict()
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="unanswered")

    @classmethod
    async def from_endpoint_config(
        cls, broker_config: EndpointConfig, event_loop: Optional[AbstractEventLoop] = None
    ) -> UnansweredLog:
        return cls()

    def publish(self, event: Dict[str, Any]) -> None:
        talk = self._talk(str(event.get("sender_id")))
        if event.get("event") == "active_loop":
            talk.in_form = bool(event.get("name"))
        elif event.get("event") == "user" and event.get("text"):
            intent = str((event.get("parse_data") or {}).get("intent", {}).get("name"))
            if intent == DEFAULT_NLU_FALLBACK_INTENT_NAME:
                metrics.not_understood()
            if not talk.in_form:
                self._user_said(talk, str(event["text"]), intent)

    def _user_said(self, talk: _Talk, text: str, intent: str) -> None:
        if intent == DEFAULT_NLU_FALLBACK_INTENT_NAME:
            self._writer.submit(_write, text, NOT_UNDERSTOOD)
        elif intent == UNHELPFUL_INTENT and talk.last_question:
            self._writer.submit(_write, talk.last_question, UNHELPFUL)
        talk.last_question = text if intent in QUESTION_INTENTS else ""

    def _talk(self, sender: str) -> _Talk:
        talk = self._talks.setdefault(sender, _Talk())
        self._talks.move_to_end(sender)
        if len(self._talks) > REMEMBERED:
            self._talks.popitem(last=False)
        return talk

    async def close(self) -> None:
        self._writer.shutdown(wait=True)


def _write(text: str, reason: str) -> None:
    try:
        note(text, reason, now())
    except DatabaseError:
        logger.warning("A message for review could not be kept: the database does not answer.")
