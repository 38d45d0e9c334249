"""Puts the newest figures into docs/performance.md, between its two marks; the words around them are written by hand."""

from __future__ import annotations

from pathlib import Path

from bench.speed.results import Results
from bench.speed.table import in_markdown

BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"


class NoMarks(RuntimeError):
    """The page has no place for the figures."""


def measured(results: Results) -> str:
    machine, plan = results["machine"], results.get("plan", {})
    kind = "A quick run" if results.get("quick") else "A full run"
    told = [
        f"{kind} of `make bench` on {results['when']}: {machine['processor']}, {machine['cores']} cores, "
        f"{machine['memory_mb'] / 1000:.0f} GB, {machine['system']}, Python {machine['python']}."
    ]
    if "ours" in results:
        without = {name: results[name]["without_answer"] for name in ("ours", "stock")}
        told.append(
            f"{plan['rounds']} rounds. Messages without an answer in the rush: ours {without['ours']}, stock {without['stock']}; "
            f"answered with nothing: ours {results['ours']['answered_with_nothing']}, stock {results['stock']['answered_with_nothing']}."
        )
    if "two" in results:
        two = results["two"]
        told.append(
            f"Two assistants, on {two['when']}: {two['plan']['two_rounds']} rounds, {two['messages']} messages, {two['spread']}, over {two['database']}; "
            f"{two['broken']} of {two['conversations']} conversations broken."
        )
    return "\n\n".join([*told, in_markdown(results)])


def put_into(text: str, block: str) -> str:
    """The page with `block` between its marks. Raises `NoMarks`."""
    head, begin, rest = text.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not begin or not end:
        raise NoMarks(f"docs/performance.md needs the lines {BEGIN} and {END}.")
    return f"{head}{BEGIN}\n{block}\n{END}{tail}"


def update(file: Path, results: Results) -> None:
    file.write_text(put_into(file.read_text("utf-8"), measured(results)), "utf-8")
