"""Safety switched off by configuration is said loudly at start."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from assistant.safety_check import FAILED, PASSED, READER, report, switched_off, unseen
from bench.report import Asked


def found(asked: Asked) -> list[str]:
    return asyncio.new_event_loop().run_until_complete(unseen(asked.agent))


def reader_node(asked: Asked) -> tuple[Any, str]:
    processor = asked.agent.processor
    assert processor is not None
    nodes = processor.model_metadata.predict_schema.nodes
    return nodes, next(name for name, node in nodes.items() if node.uses.__name__ == READER)


def test_the_shipped_model_passes(asked: Asked, capsys: pytest.CaptureFixture[str]) -> None:
    assert found(asked) == []
    report([])
    assert PASSED in capsys.readouterr().out


def test_a_model_without_the_reader_is_told_of(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    nodes, name = reader_node(asked)
    monkeypatch.delitem(nodes, name)
    assert any("config.yml" in problem for problem in switched_off(asked.agent))


def test_a_bar_that_nothing_reaches_is_told_of(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    nodes, name = reader_node(asked)
    monkeypatch.setitem(nodes[name].config, "alarm", 2)
    assert any("alarm" in problem for problem in found(asked))


def test_a_missing_rule_is_told_of(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    """Danger may be seen and still get another answer."""
    assert asked.agent.processor
    nodes: Any = asked.agent.processor.graph_runner._instantiated_nodes.values()  # type: ignore[attr-defined]
    (policy,) = [node._component for node in nodes if hasattr(node._component, "lookup")]
    monkeypatch.setitem(
        policy.lookup, "rules", {rule: then for rule, then in policy.lookup["rules"].items() if "suicide" not in rule}
    )
    problems = found(asked)
    assert any("is not answered by utter_crisis_suicide" in problem for problem in problems)
    assert any("is not answered in a form" in problem for problem in problems)
    assert not any("overdose" in problem for problem in problems)


def test_a_missing_answer_is_told_of(asked: Asked, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked.agent.domain
    monkeypatch.delitem(asked.agent.domain.responses, "utter_crisis_suicide")
    problems = found(asked)
    assert any("utter_crisis_suicide" in problem for problem in problems)
    report(problems)
    assert FAILED in capsys.readouterr().out


@pytest.mark.parametrize(
    ("wrong", "says"),
    [("Call {emergncy}.", "with a gap"), ("Call None.", "with a gap"), ("Please call someone.", "names no number")],
)
@pytest.mark.parametrize("where", ["text", "opioids"])
def test_an_answer_without_its_number_is_told_of(
    asked: Asked, monkeypatch: pytest.MonkeyPatch, wrong: str, says: str, where: str
) -> None:
    assert asked.agent.domain
    (variant,) = asked.agent.nlg.responses["utter_crisis_overdose"]  # type: ignore[attr-defined]
    circumstances = variant["metadata"]["said_if"]
    if where == "text":
        monkeypatch.setitem(variant, "text", wrong)
    else:
        where = next(iter(circumstances))
        monkeypatch.setitem(circumstances, where, wrong)
    (problem,) = found(asked)
    assert "utter_crisis_overdose" in problem and says in problem
    assert ("(" in problem.split(" ")[1]) is (where != "text")
