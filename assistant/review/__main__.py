"""`make review`: what visitors asked that was not understood or not helpful, by likeness; one key files it as an example."""

from __future__ import annotations

import asyncio
import sys
from collections import Counter
from pathlib import Path
from typing import Callable

from rich.console import Console
from rich.markup import escape

from admissions.database import DatabaseError
from admissions.unanswered import DROPPED, Unanswered, mark, waiting
from assistant.review.filing import BadLabel, file, labels
from assistant.review.groups import grouped

NLU = Path(__file__).resolve().parents[2] / "data" / "nlu"
SUGGESTED = 5
SHOWN = 8
KEYS = "[1-5] file under it   [o] another topic   [n] new topic   [e] one by one   [d] drop   [s] later   [q] quit"

Suggest = Callable[[str], list[str]]


def suggester() -> Suggest:
    """The trained assistant's likeliest labels for a text."""
    import logging

    from rasa.core.agent import Agent
    from rasa.utils.log_utils import configure_structlog

    from assistant.versions import Versions

    configure_structlog(logging.ERROR)
    agent = Agent.load(str(Versions().current().file))
    loop = asyncio.new_event_loop()

    def suggest(text: str) -> list[str]:
        parsed = loop.run_until_complete(agent.parse_message(text))
        return [entry["name"] for entry in parsed["intent_ranking"] if not entry["name"].startswith("crisis_")]

    return suggest


class Review:
    """One sitting. `read` gives the keys that staff type."""

    def __init__(self, console: Console, suggest: Suggest, read: Callable[[str], str], folder: Path = NLU) -> None:
        self.console, self.suggest, self.read, self.folder = console, suggest, read, folder
        self.filed = 0

    def show(self, messages: list[Unanswered]) -> list[str]:
        """Print a group; returns the labels on offer."""
        reasons = ", ".join(sorted({message.reason for message in messages}))
        self.console.print(f"\n[bold]{len(messages)} alike[/bold] ({reasons})")
        for text, count in Counter(message.text for message in messages).most_common(SHOWN):
            self.console.print(f"  {escape(text)}" + (f"  [dim]× {count}[/dim]" if count > 1 else ""))
        votes: Counter[str] = Counter()
        for message in messages[:SHOWN]:
            for rank, label in enumerate(self.suggest(message.text)[:SUGGESTED]):
                votes[label] += SUGGESTED - rank
        offered = [label for label, _ in votes.most_common(SUGGESTED)]
        self.console.print("  " + "   ".join(f"[cyan]{number}[/cyan] {label}" for number, label in enumerate(offered, 1)))
        return offered

    def take(self, messages: list[Unanswered]) -> bool:
        """Ask what to do with a group and do it. False when staff want to stop."""
        offered = self.show(messages)
        while True:
            key = self.read(KEYS).strip().lower()
            if key == "q":
                return False
            if key in ("s", ""):
                return True
            if key == "d":
                mark([message.id for message in messages], DROPPED)
                return True
            if key == "e":
                return all(self.take([message]) for message in messages)
            if key.isdigit() and 1 <= int(key) <= len(offered):
                self._file(offered[int(key) - 1], messages)
                return True
            if key in ("o", "n") and self._named(key == "n", messages):
                return True
            self.console.print("  That key does nothing here.")

    def _named(self, new: bool, messages: list[Unanswered]) -> bool:
        """File under a topic that is typed. False when it is none."""
        known = labels(self.folder)
        label = self.read("topic: ").strip()
        if f"faq/{label}" in known or (new and "/" not in label):
            label = f"faq/{label}"
        if not new and label not in known:
            self.console.print(f"  There is no topic {escape(label)}. There are: {', '.join(known)}")
            return False
        try:
            self._file(label, messages)
        except BadLabel as problem:
            self.console.print(f"  {escape(str(problem))}")
            return False
        if new:
            self.console.print(f"  Now write its answer, utter_{label}, in data/answers/ (see README), then run make train.")
        return True

    def _file(self, label: str, messages: list[Unanswered]) -> None:
        self.filed += file(self.folder, label, [message.text for message in messages])
        mark([message.id for message in messages], label)
        self.console.print(f"  Filed under {label}.")


def _key(prompt: str) -> str:
    """One key from a terminal, without Enter; a line where there is no terminal."""
    if not sys.stdin.isatty() or prompt != KEYS:
        return input(f"  {prompt} " if prompt == KEYS else f"  {prompt}")
    import termios
    import tty

    print(f"  {prompt} ", end="", flush=True)
    before = termios.tcgetattr(sys.stdin)
    try:
        tty.setcbreak(sys.stdin)
        key = sys.stdin.read(1)
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)
    print(key)
    return key


def main() -> int:
    console = Console()
    try:
        messages = waiting()
        if not messages:
            console.print("Nothing waits for review.")
            return 0
        console.print(f"{len(messages)} messages wait. Loading the assistant …")
        from assistant.language.build import load_encoder

        encode = load_encoder().encode
        review = Review(console, suggester(), _key)
        for group in grouped([message.text for message in messages], lambda text: encode(text)[-1]):
            if not review.take([messages[index] for index in group]):
                break
    except DatabaseError as problem:
        print(problem, file=sys.stderr)
        return 1
    except (EOFError, KeyboardInterrupt):
        console.print()
        return 0
    if review.filed:
        console.print(f"{review.filed} examples added to data/nlu/from_visitors.yml. Run make train, then make test.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
