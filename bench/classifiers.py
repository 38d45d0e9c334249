"""`make compare`: the shipped classifier against what else could have been taken, on the same examples and questions.

Each is trained on data/nlu and gets the threshold at which at most one in twenty of our own questions (tests/nlu) is
answered wrongly; the table shows how many questions each then answers rightly. The stock Rasa pipeline is trained with its own
defaults and asked in turns with ours, message by message, for the time each takes. The stock pipeline is most of the time this takes.
"""

from __future__ import annotations

import argparse
import asyncio
import logging
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Callable, Iterable

import numpy as np
import yaml
from rich.console import Console
from rich.table import Table
from sklearn.linear_model import LogisticRegression

from assistant.language.build import DESTINATION, load_encoder
from assistant.language.words import WORDS_FILE, read_words
from assistant.nlu.joint_model import JointModel, normalise
from bench.report import OWN, ROOT, SHARED, read
from bench.scoring import Row, Understanding

WRONG_AT_MOST = 5.0  # per cent of all questions
TURN = 20  # messages
THRESHOLDS = np.linspace(0, 0.99, 100)
STOCK_PIPELINE = Path(__file__).with_name("stock_config.yml")

# A question's likeliest label and how sure that is.
Ask = Callable[[str], tuple[str, float]]
Questions = list[dict[str, str]]


def examples() -> tuple[list[str], list[str]]:
    """Texts and labels of data/nlu."""
    texts, labels = [], []
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text("utf-8"))["nlu"]:
            if "intent" in block:
                found = [line[2:] for line in block["examples"].splitlines() if line.startswith("- ")]
                texts += found
                labels += [block["intent"]] * len(found)
    return texts, labels


def _likeliest(labels: Iterable[str], chances: np.ndarray) -> tuple[str, float]:
    best = int(chances.argmax())
    return str(list(labels)[best]), float(chances[best])


def simple_classifiers(model: JointModel, encode: Callable[[str], np.ndarray]) -> dict[str, Ask]:
    """What the shipped model is made of, each part by itself and partly together."""
    texts, labels = examples()
    readings = np.stack([encode(model.speller.correct(normalise(text))) for text in texts])
    plain = LogisticRegression(C=10, max_iter=80, tol=1e-3, class_weight="balanced").fit(readings[:, -1], labels)

    def read_as(text: str) -> str:
        return model.speller.correct(normalise(text))

    def words(text: str) -> np.ndarray:
        return model.by_words(*model._pieces(read_as(text)))

    def meaning(text: str) -> np.ndarray:
        return plain.predict_proba(encode(read_as(text))[-1:])[0]

    def layers(text: str) -> np.ndarray:
        return model.by_meaning(encode(read_as(text)).reshape(-1))

    def nearest(text: str) -> tuple[str, float]:
        cosines = readings[:, -1] @ encode(read_as(text))[-1]
        return labels[int(cosines.argmax())], float(cosines.max())

    def of(votes: Callable[[str], np.ndarray]) -> Ask:
        return lambda text: _likeliest(model.labels, votes(text))

    return {
        "nearest example (MiniLM)": nearest,
        "words and letters, linear": of(words),
        "MiniLM, linear": of(meaning),
        "MiniLM, last four layers, linear": of(layers),
        "MiniLM + words and letters, averaged": of(lambda text: (meaning(text) + words(text)) / 2),
        "four layers + words and letters, averaged": of(lambda text: (layers(text) + words(text)) / 2),
        "shipped: the same and nearest examples, multiplied": lambda text: _top(model.score(text, encode).ranking),
    }


def _top(ranking: list[tuple[str, float]]) -> tuple[str, float]:
    return ranking[0]


class Parsed:
    """A trained Rasa model, asked as a conversation would ask it."""

    def __init__(self, model_file: str) -> None:
        from rasa.core.agent import Agent
        from rasa.utils.log_utils import configure_structlog

        configure_structlog(logging.ERROR)  # else every message is printed, which takes longer than understanding it
        self._agent = Agent.load(model_file)
        self._loop = asyncio.new_event_loop()

    def __call__(self, text: str) -> tuple[str, float]:
        parsed = self._loop.run_until_complete(self._agent.parse_message(text))
        intent = parsed["intent"]
        selectors = parsed.get("response_selector", {})
        selected = selectors.get(intent["name"]) or selectors.get("default")
        if intent["name"] == "faq" and selected:
            response = selected["response"]
            return response["intent_response_key"], float(intent["confidence"]) * float(response["confidence"])
        return intent["name"], float(intent["confidence"])


def train_stock(folder: Path, epochs: int) -> str:
    """Train Rasa's default pipeline on our examples; the path of the model."""
    from rasa.model_training import train_nlu

    config = yaml.safe_load(STOCK_PIPELINE.read_text("utf-8"))
    for part in config["pipeline"]:
        if "epochs" in part:
            part["epochs"] = epochs
    config_file = folder / "config.yml"
    config_file.write_text(yaml.safe_dump(config, sort_keys=False), "utf-8")
    made = train_nlu(str(config_file), str(ROOT / "data"), str(folder), domain=str(ROOT / "domain.yml"))
    if not made:
        raise RuntimeError("Stock Rasa could not be trained; its own messages above say why.")
    return made


def answers(ask: Ask, questions: Questions) -> list[tuple[str, float]]:
    return [ask(question["text"]) for question in questions]


def scored(questions: Questions, found: list[tuple[str, float]], threshold: float) -> Understanding:
    def row(question: dict[str, str], label: str, confidence: float) -> Row:
        label = label if confidence >= threshold else "nlu_fallback"
        return Row(question["text"], question["topic"], question["style"], question["answerable"], label, confidence)

    return Understanding([row(question, *answer) for question, answer in zip(questions, found)])


def cautious_threshold(questions: Questions, found: list[tuple[str, float]]) -> float:
    """The lowest threshold with few enough wrong answers."""
    allowed = (th for th in THRESHOLDS if scored(questions, found, th).wrong.percent <= WRONG_AT_MOST)
    return float(next(allowed, THRESHOLDS[-1]))


def compare(classifiers: dict[str, Ask], sets: dict[str, Questions]) -> Table:
    table = Table("classifier", "threshold", *[f"{name}: {what}" for name in sets for what in ("right", "messy", "wrong")])
    for name, ask in classifiers.items():
        found = {which: answers(ask, questions) for which, questions in sets.items()}
        threshold = cautious_threshold(sets["own"], found["own"])
        cells = []
        for which, questions in sets.items():
            understood = scored(questions, found[which], threshold)
            messy = understood.by_style["messy"].percent
            cells += [f"{understood.answerable.percent:.0f} %", f"{messy:.0f} %", f"{understood.wrong.percent:.1f} %"]
        table.add_row(name, f"{threshold:.2f}", *cells)
        print(f"  {name}: done", flush=True)
    return table


def in_turns(ours: Ask, stock: Ask, texts: list[str]) -> tuple[float, float]:
    """Median milliseconds a message for each. They take turns by the score, so that a busy machine favours neither and each
    finds the processor's caches as it leaves them, as it would in a process of its own."""
    times: dict[str, list[float]] = {"ours": [], "stock": []}
    for start in range(0, len(texts), TURN):
        for name, ask in (("ours", ours), ("stock", stock)):
            for text in texts[start : start + TURN]:
                started = time.perf_counter()
                ask(text)
                times[name].append(1000 * (time.perf_counter() - started))
    return statistics.median(times["ours"]), statistics.median(times["stock"])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--without-stock", action="store_true", help="leave out the stock Rasa pipeline (most of the time)")
    parser.add_argument("--stock-epochs", type=int, default=100, help="Rasa's default is 100: about an hour on two cores")
    parser.add_argument("--stock-model", help="a stock model trained before, instead of training one")
    parser.add_argument("--time-only", action="store_true", help="only how long a message takes, ours against stock")
    asked = parser.parse_args()
    sets = {"own": read(OWN / "questions.csv")}
    if SHARED.exists():
        sets["shared"] = read(SHARED / "questions.csv")
    encode = load_encoder().encode
    classifiers: dict[str, Ask] = {}
    if not asked.time_only:
        print("Training our parts …", flush=True)
        model = JointModel.fit(*examples(), encode, read_words(DESTINATION / WORDS_FILE))
        classifiers = simple_classifiers(model, encode)
    timing = ""
    with tempfile.TemporaryDirectory() as scratch:
        if not asked.without_stock:
            from assistant.versions import Versions

            print(f"Stock Rasa: DIET and ResponseSelector, {asked.stock_epochs} epochs each …", flush=True)
            stock = Parsed(asked.stock_model or train_stock(Path(scratch), asked.stock_epochs))
            classifiers = {"stock Rasa: DIET + ResponseSelector": stock, **classifiers}
            ours_ms, stock_ms = in_turns(
                Parsed(str(Versions().current().file)), stock, [question["text"] for question in sets["own"]]
            )
            timing = (
                f"NLU time a message, in turns: ours {ours_ms:.1f} ms, stock {stock_ms:.1f} ms, {stock_ms / ours_ms:.1f} times"
            )
        if not asked.time_only:
            Console(width=150).print(compare(classifiers, sets))
    print(timing)
    return 0


if __name__ == "__main__":
    sys.exit(main())
