"""Our spaCy pipeline as a Rasa component: loaded once, and run on each message that a visitor sends."""

from __future__ import annotations

from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from rasa.shared.nlu.training_data.training_data import TrainingData


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="LanguageModel",
)
class LanguageModel(SpacyNLP):
    """Rasa's own, but for training: no component of ours looks at the documents of examples, which take a sixth of it to make."""

    def process_training_data(self, training_data: TrainingData, model: SpacyModel) -> TrainingData:
        return training_data
