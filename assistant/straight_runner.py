"""Runs the graph of a model that has our components node after node.

Rasa's own runner works out the order anew for every message and writes the whole graph into a debug line that nobody
reads: about a millisecond, as long as everything that is not the sentence encoder. The order of a graph does not change,
so it is worked out once. Other models run as Rasa runs them.
"""

from __future__ import annotations

from typing import Any, Dict, List, Optional

from rasa.core.processor import MessageProcessor
from rasa.engine.runner.dask import DaskGraphRunner

_rasas_own = DaskGraphRunner.run
_rasas_own_check = MessageProcessor._check_for_unseen_features


def _is_ours(runner: DaskGraphRunner) -> bool:
    return any(node.uses.__module__.startswith("assistant.") for node in runner._graph_schema.nodes.values())


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


def _run(runner: DaskGraphRunner, inputs: Optional[Dict[str, Any]] = None, targets: Optional[List[str]] = None) -> Dict[str, Any]:
    if "_straight" not in runner.__dict__:
        runner.__dict__.update(_straight=_is_ours(runner), _orders={})
    if not runner.__dict__["_straight"]:
        return _rasas_own(runner, inputs, targets)
    orders: Dict[tuple[str, ...], List[str]] = runner.__dict__["_orders"]
    wanted = list(targets or runner._graph_schema.target_names)
    if tuple(wanted) not in orders:
        orders[tuple(wanted)] = _order(runner, wanted)
    done: Dict[str, Any] = {name: (name, value) for name, value in (inputs or {}).items()}
    for name in orders[tuple(wanted)]:
        needs = runner._graph_schema.nodes[name].needs.values()
        done[name] = runner._instantiated_nodes[name](*(done.get(need, need) for need in needs))
    return dict(done[target] for target in wanted)


def _check(processor: MessageProcessor, parse_data: Dict[str, Any]) -> None:
    """Rasa warns of intents that the domain does not know, and builds an empty domain for that, a third of a millisecond
    for every message. Training has checked ours already."""
    if not _is_ours(processor.graph_runner):
        _rasas_own_check(processor, parse_data)


def install() -> None:
    """Put them in Rasa's place; doing so twice changes nothing."""
    DaskGraphRunner.run = _run
    MessageProcessor._check_for_unseen_features = _check
