"""Runs the graph of a model that has our components node after node.

Rasa's own runner works out the order anew for every message and writes the whole graph into a debug line that nobody
reads: about a millisecond, as long as everything that is not the sentence encoder. The order of a graph does not change,
so it is worked out once. Other models run as Rasa runs them.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any, Callable, Dict, List, Optional, Tuple

from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner

_rasas_own = DaskGraphRunner.run
_rasas_own_check = MessageProcessor._check_for_unseen_features


def _is_ours(runner: DaskGraphRunner) -> bool:
    """Whether it has our components, all of them loaded, and nobody who wants to be told of each node, as training does."""
    nodes = runner._instantiated_nodes.values()
    ours = any(node.uses.__module__.startswith("assistant.") for node in runner._graph_schema.nodes.values())
    return ours and all(node._eager and not node._hooks for node in nodes)


def _order(runner: DaskGraphRunner, targets: List[str]) -> List[str]:
    """The nodes that the targets need, each after those it needs itself."""
    nodes = runner._graph_schema.minimal_graph_schema(targets).nodes
    order: List[str] = []

    def add(name: str) -> None:
        if name in nodes and name not in order:
            for need in nodes[name].needs.values():
                add(need)
            order.append(name)

    for target in targets:
        add(target)
    return order


@dataclass(frozen=True)
class _Step:
    """What a node does, and for each thing it needs, which node gives it."""

    node: str
    work: Callable[..., Any]
    needs: List[Tuple[str, str]]


def _steps(runner: DaskGraphRunner, targets: List[str]) -> List[_Step]:
    steps = []
    for name in _order(runner, targets):
        node = runner._instantiated_nodes[name]
        steps.append(_Step(name, partial(node._fn, node._component), list(node._inputs.items())))
    return steps


def _run(runner: DaskGraphRunner, inputs: Optional[Dict[str, Any]] = None, targets: Optional[List[str]] = None) -> Dict[str, Any]:
    if "_straight" not in runner.__dict__:
        runner.__dict__.update(_straight=_is_ours(runner), _plans={})
    if not runner.__dict__["_straight"]:
        return _rasas_own(runner, inputs, targets)
    plans: Dict[Tuple[str, ...], List[_Step]] = runner.__dict__["_plans"]
    wanted = tuple(targets or runner._graph_schema.target_names)
    if wanted not in plans:
        plans[wanted] = _steps(runner, list(wanted))
    done: Dict[str, Any] = dict(inputs or {})
    for step in plans[wanted]:
        done[step.node] = step.work(**{name: done[giver] for name, giver in step.needs})
    return {target: done[target] for target in wanted}


def _check(processor: MessageProcessor, parse_data: Dict[str, Any]) -> None:
    """Rasa warns of intents that the domain does not know, and builds an empty domain for that, a third of a millisecond
    for every message. Training has checked ours already."""
    if not _is_ours(processor.graph_runner):
        _rasas_own_check(processor, parse_data)


def install() -> None:
    """Put them in Rasa's place; doing so twice changes nothing."""
    DaskGraphRunner.run = _run
    MessageProcessor._check_for_unseen_features = _check
