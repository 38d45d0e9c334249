"""The trained assistant, loaded once for all tests of understanding."""

from __future__ import annotations

import pytest

from assistant.nlu.joint_classifier import JointClassifier
from bench.report import Asked


@pytest.fixture(scope="session")
def asked() -> Asked:
    return Asked()


@pytest.fixture(scope="session")
def classifier(asked: Asked) -> JointClassifier:
    """The one that answers."""
    processor = asked.agent.processor
    assert processor is not None
    nodes = processor.graph_runner._instantiated_nodes.values()  # type: ignore[attr-defined]
    (found,) = [node._component for node in nodes if isinstance(node._component, JointClassifier)]
    return found
