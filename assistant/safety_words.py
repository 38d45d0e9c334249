"""Whether what is said to someone in danger is whole: every wording of every crisis answer, with the numbers in it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Dict, List

from admissions.program import program

if TYPE_CHECKING:  # see assistant/safety_check.py
    from rasa.core.agent import Agent

CRISIS = "utter_crisis_"
# The line of program.yml that an answer must name whatever else it says; its other wordings name one of the lines at least.
NUMBERS = {"suicide": "suicide_lifeline", "overdose": "emergency", "withdrawal": "emergency", "violence": "domestic_violence"}
UNFILLED = re.compile(r"[{}]|\bNone\b")


async def misspoken(agent: Agent) -> List[str]:
    """What is wrong, a sentence each. Every answer is made as it would be for a visitor."""
    responses: Dict[str, Any] = agent.domain.responses if agent.domain else {}
    return [
        problem
        for name in sorted(responses)
        if name.startswith(CRISIS)
        for circumstance in ["", *_circumstances(responses[name])]
        for problem in _wrong(name, circumstance, await _said(agent, name, circumstance))
    ]


def _circumstances(variants: List[Dict[str, Any]]) -> List[str]:
    """Those that an answer has another wording for."""
    return sorted({each for variant in variants for each in (variant.get("metadata") or {}).get("said_if") or {}})


async def _said(agent: Agent, name: str, circumstance: str) -> str:
    from rasa.shared.core.events import ActionExecuted, UserUttered
    from rasa.shared.core.trackers import DialogueStateTracker

    intent = {"name": name.removeprefix("utter_"), "confidence": 1.0}
    parsed: Any = {"intent": intent, "entities": [], "text": "", "circumstances": [circumstance] if circumstance else []}
    said = UserUttered("", intent, [], parsed)
    tracker = DialogueStateTracker.from_events(
        "nobody", [ActionExecuted("action_listen"), said], agent.domain.slots if agent.domain else [], domain=agent.domain
    )
    try:
        return str(((await agent.nlg.generate(name, tracker, "chat")) or {}).get("text") or "")
    except Exception as problem:  # whatever it is, a visitor would be told nothing
        return f"None: {type(problem).__name__}"


def _wrong(name: str, circumstance: str, said: str) -> List[str]:
    what = name + (f" ({circumstance})" if circumstance else "")
    lines, kind = program().crisis_lines, name.removeprefix(CRISIS)
    if UNFILLED.search(said):
        return [f'{what} would be said with a gap: "{said.strip()[:80]}".']
    needed = [lines[NUMBERS[kind]]] if kind in NUMBERS and not circumstance else list(lines.values())
    return [] if any(number in said for number in needed) else [f"{what} names no number: none of {', '.join(needed)} is in it."]
