"""Decides of one message, by itself, whether it speaks of danger and of which kind.

Two detectors are weighed: the span rules of the language model and the trained crisis intents. Either one is enough. What the
rules mark as calm (the past, fiction, a denial, a figure of speech) outweighs a classifier that is not sure.
"""

from __future__ import annotations

from typing import Any, Collection, Dict, List

from rasa.shared.constants import DEFAULT_NLU_FALLBACK_INTENT_NAME
from rasa.shared.nlu.constants import INTENT, INTENT_RANKING_KEY, RESPONSE_SELECTOR, TEXT
from rasa.shared.nlu.training_data.message import Message

from assistant.language.circumstances import is_for_a_hospital, is_under_way
from assistant.language.danger.calm import OVER, SETTLED
from assistant.language.danger.suicide import KIND as SUICIDE
from assistant.language.danger.withdrawal import KIND as WITHDRAWAL
from assistant.nlu.labels import ALSO_ASKED, APART, EITHER, FILED, THOUGHTS, set_label


class Verdict:
    """`config`: the options of SafetyReader."""

    def __init__(self, config: Dict[str, Any]) -> None:
        self._config = config

    def decide(self, message: Message, kinds: List[str], calm: Collection[str]) -> None:
        """`kinds` of danger that the rules see, and what they mark as calm."""
        prefix = self._config["prefix"]
        chosen = intent_of(message)
        if message.get(FILED):
            return  # a training example, typed as it stands: a person has filed it
        chances: Dict[str, float] = message.get(APART) or {}
        danger = sum(chances.values())
        likeliest = max(chances, key=chances.__getitem__, default=chosen)
        if kinds and not (calm and danger < self._config["beside_calm"]):
            sure = chances.get(likeliest, 0.0) >= self._config["sure_of_kind"]
            if kinds[0] == SUICIDE and likeliest == f"{prefix}overdose" and not is_under_way(message.get(TEXT)):
                sure = False  # what one means to take is not taken yet
            if kinds[0] == WITHDRAWAL and is_for_a_hospital(message.get(TEXT)):
                sure = False  # the classifier knows no such kind
            label = likeliest if sure else f"{prefix}{kinds[0]}"
            self.take(message, label, max(danger, self._config["sure"]))
        elif danger >= self._bar(message, calm) and chances[likeliest] >= self._config["of_one_kind"]:
            self.take(message, likeliest, danger)
        else:
            if chosen.startswith(prefix):
                self.take_next_best(message)
            self._look_into(message, calm)

    def _bar(self, message: Message, calm: Collection[str]) -> float:
        """How likely danger must be for the classifier alone to be believed."""
        if OVER in calm:
            return float(self._config["sure_of_over"])
        if SETTLED in calm:
            return float(self._config["sure_of_settled"])
        means_else = (
            not intent_of(message).startswith(self._config["prefix"]) and confidence_of(message) >= self._config["threshold"]
        )
        return float(self._config["sure" if calm or means_else else "alarm"])

    def _look_into(self, message: Message, calm: Collection[str]) -> None:
        """A long message may say it in passing; one part alone must be surer than a whole message."""
        bar = self._config["sure_of_over" if OVER in calm else "thought"]
        for chances in message.get(THOUGHTS) or []:
            if (danger := sum(chances.values())) >= bar:
                self.take(message, max(chances, key=chances.__getitem__), danger)
                return

    def take(self, message: Message, label: str, confidence: float) -> None:
        """Let the message be that and nothing else."""
        for other in (ALSO_ASKED, EITHER, RESPONSE_SELECTOR):
            message.data.pop(other, None)
        set_label(message, label, confidence, ranking_of(message))

    def take_next_best(self, message: Message, without: str = "") -> None:
        """The likeliest label that is no crisis (and not the one it is to be `without`), if it is likely enough."""
        message.data.pop(RESPONSE_SELECTOR, None)
        ranking = ranking_of(message)
        others = (entry for entry in ranking if not entry["name"].startswith(self._config["prefix"]))
        best = next((entry for entry in others if entry["name"] != without), None)
        likely = best is not None and best["confidence"] >= self._config["threshold"]
        name = best["name"] if best and likely else DEFAULT_NLU_FALLBACK_INTENT_NAME
        set_label(message, name, best["confidence"] if best else 0.0, ranking)


def intent_of(message: Message) -> str:
    return str((message.get(INTENT) or {}).get("name"))


def confidence_of(message: Message) -> float:
    return float((message.get(INTENT) or {}).get("confidence", 0.0))


def ranking_of(message: Message) -> List[Dict[str, Any]]:
    return message.get(INTENT_RANKING_KEY) or []
