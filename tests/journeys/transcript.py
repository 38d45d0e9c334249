"""Writes the README's transcript from a live assistant: `python -m tests.journeys.transcript`."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from tests.conftest import ROOT
from tests.journeys.live import NOW, Live

TURNS = [
    "hi",
    "my husband drinks and cant quit his job, is there something he can do after work",
    "how much is it",
    "what if he relapses while hes in it",
    "ok can someone call me",
    "Dana",
    "whats the weather lol",
    "614 555 0135",
    "tomorrow around 10",
    "yes please",
]
START, END = "<!-- transcript:", "<!-- end of transcript -->"


def played(live: Live) -> str:
    """The conversation as the README shows it; references differ each time, so one stands for all."""
    visitor = live.visitor()
    lines = []
    for turn in TURNS:
        reply = re.sub(r"reference is [A-Z0-9]{6}", "reference is K7WMQ2", visitor.say(turn))
        lines += [f"> {turn}", *filter(None, reply.splitlines()), ""]
    return "```text\n" + "\n".join(lines).strip() + "\n```"


def shown() -> str:
    readme = (ROOT / "README.md").read_text("utf-8")
    return readme.split(START)[1].split("-->\n", 1)[1].split("\n" + END)[0]


def main() -> None:
    live = Live(Path(tempfile.mkdtemp()), NOW)
    try:
        fresh = played(live.start())
    finally:
        live.stop()
    readme = ROOT / "README.md"
    readme.write_text(readme.read_text("utf-8").replace(shown(), fresh), "utf-8")
    print(fresh)


if __name__ == "__main__":
    main()
