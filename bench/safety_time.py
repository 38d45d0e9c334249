"""`python -m bench.safety_time`: what looking for danger adds to a message, in milliseconds.

The span rules, the reading of their finds together with the trained votes, and what stands around danger. The votes
themselves are the classifier's, which runs for every message anyway; parts of a long message are asked about extra.
"""

from __future__ import annotations

import statistics
import time
from typing import Any, Callable

from assistant.language.danger.spans import FACTORY
from assistant.nlu.language_model import LanguageModel
from assistant.nlu.safety_reader import SafetyReader
from assistant.safety_suite import FILE
from bench.report import OWN, Asked, read


def main() -> int:
    asked, spent = Asked(), [0.0]
    processor = asked.agent.processor
    assert processor is not None
    nodes = processor.graph_runner._instantiated_nodes  # type: ignore[attr-defined]
    reader = next(node._component for node in nodes.values() if isinstance(node._component, SafetyReader))
    language: Any = next(node._component for node in nodes.values() if isinstance(node._component, LanguageModel))._model.model

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def run(*args: Any, **kwargs: Any) -> Any:
            started = time.perf_counter()
            try:
                return work(*args, **kwargs)
            finally:
                spent[0] += 1000 * (time.perf_counter() - started)

        return run

    reader.process = timed(reader.process)  # type: ignore[method-assign]
    pipes = language._components
    at = [name for name, _ in pipes].index(FACTORY)
    pipes[at] = (FACTORY, timed(pipes[at][1]))
    times = []
    for row in [*read(OWN / "questions.csv"), *read(OWN / "safety.csv"), *read(FILE)]:
        spent[0] = 0.0
        asked.label(row["text"])
        times.append(spent[0])
    ranked = statistics.quantiles(times, n=100)
    print(
        f"Looking for danger, {len(times)} messages: median {statistics.median(times):.2f} ms, 95th {ranked[94]:.2f} ms, 99th {ranked[98]:.2f} ms"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
