"""Reads the training data as Rasa does, without its two warnings that cannot both be avoided.

Rasa warns that a retrieval intent is unknown when domain.yml does not list it, and that it is there twice when it does
(it adds retrieval intents itself, but only after the rules have been read). This importer lets the rules know them.
"""

from __future__ import annotations

from typing import Optional

from rasa.shared.core.domain import Domain
from rasa.shared.core.training_data.structures import StoryGraph
from rasa.shared.importers import utils
from rasa.shared.importers.rasa import RasaFileImporter


class Importer(RasaFileImporter):
    """Named under `importers` in config.yml."""

    def get_stories(self, exclusion_percentage: Optional[int] = None) -> StoryGraph:
        return utils.story_graph_from_paths(self._story_files, self._full_domain(), exclusion_percentage)

    def get_conversation_tests(self) -> StoryGraph:
        return utils.story_graph_from_paths(self._conversation_test_files, self._full_domain())

    def _full_domain(self) -> Domain:
        retrieval = sorted(self.get_nlu_data().retrieval_intents)
        added = {"intents": retrieval, "actions": [f"utter_{intent}" for intent in retrieval]}
        return self.get_domain().merge(Domain.from_dict(added))
