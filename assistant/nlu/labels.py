"""What the readers of a message note on it for one another, and a label where Rasa looks for it."""

from __future__ import annotations

from typing import Any, Dict, List

from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, RESPONSE_SELECTOR
from rasa.shared.nlu.training_data.message import Message

# Attributes of a message.
MENDED = "mended"  # the text with its slips undone, where it had some
FILED = "filed"  # whether the whole text is a training example
APART = "apart"  # the chance of each label that is set apart
THOUGHTS = "thoughts"  # the same for each part of a message of several
ALSO_ASKED = "also_asked"  # labels of further questions in the same message, in order
ASKED_BESIDE = "asked_beside"  # labels of what is asked after something was told, whatever the message is taken for
EITHER = "either"  # the two likeliest labels of a message not understood


def base(label: str) -> str:
    """The intent of a label, which is the part before a `/`."""
    return label.split("/", 1)[0]


def mended_text(message: Message) -> str:
    """The text as it was read, where slips were undone in it; else nothing."""
    return message.get(MENDED) or ""


def set_label(message: Message, label: str, confidence: float, ranking: List[Dict[str, Any]]) -> None:
    """Put an intent or a `faq/…` topic on the message, where Rasa looks for either."""
    message.set(INTENT, {"name": base(label), "confidence": confidence}, add_to_output=True)
    message.set(INTENT_RANKING_KEY, ranking, add_to_output=True)
    if "/" in label:
        message.set(RESPONSE_SELECTOR, _selected(label, confidence, ranking), add_to_output=True)


def _selected(label: str, confidence: float, ranking: List[Dict[str, Any]]) -> Dict[str, Any]:
    """What Rasa's ResponseSelector would have put there."""
    name = base(label)
    response = {
        "responses": [],
        "confidence": confidence,
        "intent_response_key": label,
        "utter_action": f"utter_{label}",
    }
    topics = [{"intent_response_key": r["name"], "confidence": r["confidence"]} for r in ranking if "/" in r["name"]]
    return {name: {"response": response, "ranking": topics}, "all_retrieval_intents": [name]}
