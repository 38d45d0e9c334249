"""`make bench`: this assistant against stock Rasa in one run, on the same data and machine; then two assistants against one.

Prints a table with what must be reached, writes reports/speed.json, and puts the figures of a full run into
docs/performance.md. A full run takes about half an hour, and some minutes more when stock Rasa has to be trained first.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path

from rich.console import Console

from admissions.keyring import new_key
from assistant.processes import ROOT, StartFailed
from assistant.versions import Versions
from bench.speed import nlu, page, picture, table, training, two
from bench.speed.generator import Generator, LoadFailed
from bench.speed.machine import describe
from bench.speed.measure import Bench, Tell
from bench.speed.plan import FULL, QUICK, Plan
from bench.speed.results import Results, all_ratios, of_system, ratios
from bench.speed.stock import StockFailed
from bench.speed.systems import action_server, floor, ours, stock

REPORT = ROOT / "reports" / "speed.json"
STOCK_FOLDER = ROOT / "reports" / "stock"
PAGE, PICTURE = ROOT / "docs" / "performance.md", ROOT / "docs" / "images" / "performance.png"
PROBLEMS = (LoadFailed, StartFailed, StockFailed, two.OneCore, training.TrainingFailed, nlu.NluFailed, page.NoMarks)


def against_stock(generator: Generator, plan: Plan, folder: Path, stock_model: Path, tell: Tell) -> Results:
    systems = [ours(folder / "ours"), stock(folder / "stock", stock_model), floor(folder / "floor")]
    database = f"sqlite:///{folder / 'ours' / 'admissions.db'}"
    single = ours(folder / "single", database, "single", processes=1)
    with action_server(folder, DATABASE_URL=database) as (port, _):
        for system in (*systems, single):
            system.action_port = port
        found = Bench(generator, systems, single, plan, tell).run()
    results: Results = {name: of_system(measured) for name, measured in found.items()}
    results["ratios"] = ratios(found["ours"], found["stock"])
    tell("Understanding without a server")
    results["nlu"] = nlu.in_a_process(Versions().current().file, stock_model)
    noted = training.noted(stock_model)
    results["training"] = {"ours": None, "stock": asdict(noted) if noted else None}
    if plan.trains:
        tell("Training ours (about two minutes)")
        results["training"]["ours"] = training.train_ours(folder / "trained")
    return results


def save(results: Results) -> None:
    REPORT.parent.mkdir(exist_ok=True)
    REPORT.write_text(json.dumps(results, indent=1), "utf-8")


def run(asked: argparse.Namespace, tell: Tell) -> Results:
    """Raises one of `PROBLEMS`."""
    plan = QUICK if asked.quick else FULL
    results: Results = json.loads(REPORT.read_text("utf-8")) if asked.two and REPORT.exists() else {}
    told: Results = {"when": date.today().isoformat(), "quick": asked.quick, "machine": describe(), "plan": asdict(plan)}
    results = {**told, **results}  # of the run that is kept, where one is
    with tempfile.TemporaryDirectory(prefix="bench-") as scratch, Generator() as generator:
        folder = Path(scratch)
        if not asked.two:
            model = asked.stock_model
            if model is None:
                tell("Stock Rasa, trained on our data (some minutes, once)")
                model = training.train_stock(STOCK_FOLDER, asked.stock_epochs)
            results.update(against_stock(generator, plan, folder, model, tell))
            save(results)  # it took long, and the rest may fail
        tell("Two assistants against one")
        results["two"] = {**told, **two.measure(generator, folder, plan, asked.every_message, tell).as_dict()}
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--quick", action="store_true", help="some minutes: fewer rounds, and stock Rasa's long conversation cut short"
    )
    parser.add_argument("--two", action="store_true", help="only two assistants against one; the rest is kept from the last run")
    parser.add_argument("--every-message", action="store_true", help="spread each message, not each conversation, over the two")
    parser.add_argument("--stock-epochs", type=int, default=2, help="for speed they do not matter; Rasa's default takes hours")
    parser.add_argument("--stock-model", type=Path, metavar="FILE", help="a stock model trained before, instead of training one")
    parser.add_argument("--publish", action="store_true", help="put the figures of a quick run into docs/performance.md, too")
    asked = parser.parse_args()
    if asked.stock_model and not asked.stock_model.exists():
        parser.error(f"there is no file {asked.stock_model}")
    if asked.stock_epochs < 1:
        parser.error("stock Rasa needs at least one epoch")
    os.environ["ADMISSIONS_KEYS"] = new_key()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # the servers stop, too
    console = Console(width=150)
    try:
        results = run(asked, lambda words: print(words, flush=True))
        console.print(table.in_terminal(results))
        save(results)
        if asked.publish or not asked.quick:
            if "ours" in results:
                picture.draw(results, PICTURE)
            page.update(PAGE, results)
    except PROBLEMS as problem:
        print(f"\n{problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.")
        return 1
    missed = [name for name, ratio in all_ratios(results).items() if table.verdict(name, ratio) != "reached"]
    print(f"Written: {REPORT.relative_to(ROOT)}. Targets not reached: {', '.join(missed) or 'none'}.")
    return 1 if results["two"]["broken"] else 0


if __name__ == "__main__":
    sys.exit(main())
