"""What several tests share."""

from __future__ import annotations

from assistant import without_tensorflow

without_tensorflow.install()  # as where visitors are answered; it must come before anything that imports Rasa

# ruff: noqa: E402
import asyncio
import csv
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Callable, Iterator

import pytest
import yaml

from admissions.callbacks.agreed import Agreed
from admissions.database import engine
from admissions.keyring import new_key
from admissions.program import Program, program, read_program
from tests.browser.fixtures import chat, chromium, launch, new_chat, proxy, shared_proxy
from tests.journeys.live import live, shared_live
from tests.postgres import Postgres, postgres

__all__ = [  # fixtures of all tests
    "Postgres",
    "chat",
    "chromium",
    "launch",
    "live",
    "new_chat",
    "postgres",
    "proxy",
    "shared_live",
    "shared_proxy",
]
ROOT = Path(__file__).resolve().parents[1]
SHARED = ROOT.parent / "shared"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ["ADMISSIONS_KEYS"] = new_key()  # for the processes that tests start, too

needs_shared = pytest.mark.skipif(not SHARED.exists(), reason="measures against ../shared, which is not here")


# Each of these folders shares one live assistant, model or browser, so its tests stay together in one of pytest's processes.
TOGETHER = ("nlu", "stories", "journeys", "browser", "notifier", "faults")
# Journeys are half of all the time. An assistant more is started in a tenth of what these take, so that they run side by side.
APART = {"test_dialogues": "dialogues", "test_channel_faults": "pulled", "test_plug_pulled": "pulled", "test_several": "pulled"}


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist looks for the groups
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        folder = item.path.relative_to(ROOT / "tests").parts[0]
        if folder in TOGETHER:
            item.add_marker(pytest.mark.xdist_group(APART.get(item.path.stem, folder)))


@pytest.fixture(autouse=True)
def loop_of_its_own(request: pytest.FixtureRequest) -> Iterator[None]:
    """Playwright marks its loop as running in this thread for as long as its browser is open, which would keep every later test
    of the same process from running one. Nothing runs in it between browser tests, so the mark can be lifted meanwhile."""
    marked = asyncio._get_running_loop()
    if marked is None or "launch" in request.fixturenames:
        yield
        return
    asyncio._set_running_loop(None)
    yield
    asyncio._set_running_loop(marked)


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8") as stream:
        return list(csv.DictReader(stream))


def answers() -> dict[str, list[dict[str, Any]]]:
    """Every response of data/answers by name, those said by actions too."""
    found: dict[str, list[dict[str, Any]]] = {}
    for file in sorted((ROOT / "data" / "answers").glob("*.yml")):
        content = yaml.safe_load(file.read_text("utf-8"))
        found.update(content.get("responses") or {})
        found.update(content.get("said") or {})
    return found


def examples() -> dict[str, list[str]]:
    """Every training example by label."""
    found: dict[str, list[str]] = {}
    for file in sorted((ROOT / "data" / "nlu").glob("*.yml")):
        for block in yaml.safe_load(file.read_text("utf-8"))["nlu"]:
            if "intent" not in block:
                continue
            lines = [line[2:].strip() for line in block["examples"].splitlines() if line.startswith("- ")]
            found.setdefault(block["intent"], []).extend(lines)
    return found


@pytest.fixture(scope="session")
def facts() -> Program:
    return read_program(ROOT / "program.yml")


@pytest.fixture
def now() -> datetime:
    """A Tuesday afternoon."""
    return datetime.fromisoformat("2026-03-10T14:00:00-04:00")


@pytest.fixture
def database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    url = f"sqlite:///{tmp_path / 'callbacks.db'}"
    monkeypatch.setenv("DATABASE_URL", url)
    yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def either_database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An empty database, once of each kind."""
    url = f"sqlite:///{tmp_path / 'callbacks.db'}" if request.param == "sqlite" else request.getfixturevalue("postgres").fresh()
    monkeypatch.setenv("DATABASE_URL", url)
    yield url
    engine.cache_clear()
    if request.param == "postgresql":
        request.getfixturevalue("postgres").drop(url)


@pytest.fixture
def agreed(now: datetime) -> Agreed:
    """Bea, one hour from now."""
    return Agreed("chat-1", "Bea", "+16145550135", now, now + timedelta(hours=1), "America/New_York", "self", "v1", "rest")


@pytest.fixture
def program_lines(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Sets lines of program.yml for this process and for those it starts."""

    def put(**lines: Any) -> None:
        raw = {**yaml.safe_load((ROOT / "program.yml").read_text("utf-8")), **lines}
        file = tmp_path / "program.yml"
        file.write_text(yaml.safe_dump(raw), "utf-8")
        monkeypatch.setenv("ADMISSIONS_PROGRAM", str(file))
        program.cache_clear()

    yield put
    monkeypatch.undo()
    program.cache_clear()
