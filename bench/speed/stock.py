"""Stock Rasa, trained on our data: the configuration that Rasa itself writes for an empty one, our examples, rules and answers.

Answers get their facts filled in beforehand (stock Rasa has no generator that would do it), and stories are made from the
rules: without stories its two dialogue networks would not be trained at all and cost nothing.
"""

from __future__ import annotations

import hashlib
import random
import re
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from admissions.program import program
from assistant.processes import ROOT

STORIES, TURNS = 24, 6
LOG = "train.log"
DEFAULT_EPOCHS = 100  # what the default configuration says, and what training time is computed for
_SEED = 7
_FACT = re.compile(r"\{(\w+)\}")


class StockFailed(RuntimeError):
    """Stock Rasa could not be trained; the message names its log."""


def config(epochs: int) -> dict[str, Any]:
    """Rasa's default configuration, with this many epochs for each of its networks."""
    made = yaml.safe_load(files("rasa.engine.recipes.config_files").joinpath("default_config.yml").read_text("utf-8"))
    made["assistant_id"] = "stock"
    for part in [*made["pipeline"], *made["policies"]]:
        if "epochs" in part:
            part["epochs"] = epochs
    return made


def _filled(said: Any, facts: dict[str, str]) -> Any:
    """A response with its facts in the text, and a plain word for what is no fact, so that no template is left."""
    if isinstance(said, dict):
        return {key: _filled(value, facts) for key, value in said.items() if key != "metadata"}
    if isinstance(said, list):
        return [_filled(value, facts) for value in said]
    return _FACT.sub(lambda match: facts.get(match[1], "that"), said) if isinstance(said, str) else said


def _simple_rules() -> list[list[dict[str, Any]]]:
    """The steps of the rules that hold anywhere: one intent, then responses."""
    found = []
    for file in sorted((ROOT / "data" / "rules").glob("*.yml")):
        for rule in yaml.safe_load(file.read_text("utf-8"))["rules"]:
            first, *rest = rule["steps"]
            if "condition" not in rule and "intent" in first and all("utter_" in str(step.get("action")) for step in rest):
                found.append(rule["steps"])
    return found


def stories() -> list[dict[str, Any]]:
    """Conversations of several turns in which every rule holds; questions about the program are every other turn."""
    rules, chance = _simple_rules(), random.Random(_SEED)
    question = next(steps for steps in rules if steps[0]["intent"] == "faq")
    told = []
    for number in range(STORIES):
        turns = [question if turn % 2 else chance.choice(rules) for turn in range(TURNS)]
        told.append({"story": f"made of rules {number}", "steps": [dict(step) for steps in turns for step in steps]})
    return told


def fingerprint(epochs: int) -> str:
    """Changes with everything that the model is made from."""
    digest = hashlib.sha256(repr((config(epochs), stories())).encode())
    for file in [ROOT / "domain.yml", *sorted((ROOT / "data").rglob("*.yml"))]:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def write_project(folder: Path, epochs: int) -> None:
    """A Rasa project of its own in `folder`: configuration, answers, stories."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    facts = {name: str(value) for name, value in program().sayable().items()}
    for file in sorted((ROOT / "data" / "answers").glob("*.yml")):
        responses = yaml.safe_load(file.read_text("utf-8")).get("responses")
        if responses:
            _write(folder / "data" / file.name, {"version": "3.1", "responses": _filled(responses, facts)})
    _write(folder / "data" / "stories.yml", {"version": "3.1", "stories": stories()})
    _write(folder / "config.yml", config(epochs))


def _write(file: Path, content: dict[str, Any]) -> None:
    file.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), "utf-8")


def train(folder: Path, epochs: int) -> tuple[Path, float]:
    """Train in `folder`; the model and the seconds it took. Raises `StockFailed`."""
    write_project(folder, epochs)
    model, log = folder / "stock.tar.gz", folder / LOG
    started = time.monotonic()
    command = [sys.executable, "-m", "rasa", "train", "--out", str(folder), "--fixed-model-name", "stock", "--force"]
    command += ["--config", str(folder / "config.yml"), "--domain", str(ROOT / "domain.yml"), "--skip-validation"]
    command += ["--data", str(ROOT / "data" / "nlu"), str(ROOT / "data" / "rules"), str(folder / "data")]
    with log.open("w") as stream:
        done = subprocess.run(command, cwd=ROOT, stdout=stream, stderr=subprocess.STDOUT)
    if done.returncode or not model.exists():
        raise StockFailed(f"Stock Rasa could not be trained. Its last words are in {log}.")
    return model, time.monotonic() - started
