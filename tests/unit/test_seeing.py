"""Logs, figures, probes and the settings of each, without a server."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from prometheus_client import REGISTRY

from admissions.callbacks.agreed import Agreed
from admissions.callbacks.store import Full, book, cancel
from admissions.database import transaction
from admissions.desk_metrics import DeskCollector, look
from admissions.metrics import MetricsSettingsProblem, metrics_port
from admissions.notifier.queue import not_delivered, take_next
from admissions.outbox import serve
from admissions.probe import main as probe
from assistant.channel.settings import Settings, SettingsError
from assistant.ports import LOOPBACK, free_port, metrics_environments
from assistant.processes import CREDENTIALS
from tests.conftest import ROOT

# A process that logs as a library would, and as ours do.
LOGS = """
import logging, threading, warnings
from admissions.logs import install
logging.getLogger("sanic.error").addHandler(logging.StreamHandler())
install("demo")
library, own = logging.getLogger("rasa.core.processor"), logging.getLogger("assistant.channel")
library.debug(f"Received Quixotania")
library.warning(f"Cannot parse Quixotania")
library.error("Slot %s cannot be set", "Quixotania")
logging.getLogger("sanic.error").error("Quixotania", extra={"request": "GET /Quixotania"})
warnings.warn("Quixotania")
own.debug("A line of %s own.", "our")
try:
    raise ValueError("Quixotania")
except ValueError:
    own.exception("A turn failed.")
thread = threading.Thread(target=lambda: {}["Quixotania"])
thread.start(); thread.join()
raise RuntimeError("Quixotania")
"""


def logged(**environment: str) -> str:
    command = [sys.executable, "-W", "always", "-c", LOGS]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True)
    return done.stdout + done.stderr


def test_json_lines_hold_nothing_that_a_library_or_an_exception_quotes() -> None:
    printed = logged(LOG_FORMAT="json", LOG_LEVEL="DEBUG")
    assert "Quixotania" not in printed
    lines = [json.loads(line) for line in printed.splitlines()]
    said = {(line["logger"], line["level"], line["message"]) for line in lines}
    assert ("assistant.channel", "DEBUG", "A line of our own.") in said
    assert ("rasa.core.processor", "ERROR", "Slot %s cannot be set") in said
    exceptions = [line["exception"].split(" at ")[0] for line in lines if "exception" in line]
    assert exceptions == ["ValueError", "KeyError", "RuntimeError"]
    assert {line["process"] for line in lines} == {"demo"}


def test_plain_lines_hold_nothing_of_it_either_and_the_level_counts() -> None:
    printed = logged(LOG_LEVEL="ERROR")
    assert "Quixotania" not in printed
    assert "Slot %s cannot be set" in printed
    assert "our own" not in printed


@pytest.mark.parametrize(
    ("module", "name", "value"),
    [("admissions.notifier", "LOG_FORMAT", "xml"), ("actions", "METRICS_PORT", "many"), ("assistant.serve", "LOG_LEVEL", "LOUD")],
)
def test_a_wrong_setting_is_one_sentence(module: str, name: str, value: str, tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "DATABASE_URL": f"sqlite:///{tmp_path}/a.db", name: value}
    done = subprocess.run([sys.executable, "-m", module], env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert f"{name}={value}" in done.stderr
    assert "Traceback" not in done.stderr + done.stdout


def test_the_figures_of_one_machine_stand_on_three_ports(monkeypatch: pytest.MonkeyPatch) -> None:
    assert metrics_port() is None
    assert metrics_environments() == [{}, {}, {}]
    monkeypatch.setenv("METRICS_PORT", "9100")
    assert [each["METRICS_PORT"] for each in metrics_environments()] == ["9100", "9101", "9102"]
    monkeypatch.setenv("METRICS_PORT", "70000")
    with pytest.raises(MetricsSettingsProblem):
        metrics_port()


def counted(change: str) -> float:
    return REGISTRY.get_sample_value("admissions_callbacks_total", {"change": change}) or 0.0


def test_callbacks_are_counted_once_and_only_after_the_commit(database: str, agreed: Agreed, now: datetime) -> None:
    before = {change: counted(change) for change in ("booked", "cancelled")}
    callback = book(agreed, now)
    assert counted("booked") - before["booked"] == 1
    book(agreed, now)  # the same again changes nothing
    assert counted("booked") - before["booked"] == 1
    cancel(callback.reference, now)
    assert counted("cancelled") - before["cancelled"] == 1


def test_what_is_rolled_back_is_not_counted(database: str, now: datetime) -> None:
    from admissions import audit

    before = counted("booked")
    with pytest.raises(Full), transaction() as session:
        audit.record(session, now, "someone", "booked", ["K7WMQ2"])
        raise Full
    assert counted("booked") == before


def test_the_desk_is_seen(either_database: str, agreed: Agreed, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    serve(["webhook"])
    book(agreed, now)
    later = now + timedelta(minutes=20)
    assert (look(later).oldest, look(later).waiting, look(later).failed) == (1200, 1, 0)
    parcel = take_next("webhook", "me", now)
    assert parcel is not None
    not_delivered(parcel, "no answer", now + timedelta(days=2))
    assert (look(later).waiting, look(later).failed) == (0, 1)
    monkeypatch.setenv("ADMISSIONS_NOW", later.isoformat())
    told = {metric.name: metric.samples[0].value for metric in DeskCollector().collect()}
    assert told["admissions_desk_up"] == 1
    assert told["admissions_outbox_oldest_seconds"] == 1200
    assert told["admissions_conversations_open"] == 0


def test_without_a_database_no_old_figure_calms_an_alarm(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "sqlite:////proc/nothing/there.db")
    monkeypatch.setattr("admissions.desk_metrics.look", _fails)
    told = {metric.name: metric.samples[0].value for metric in DeskCollector().collect()}
    assert told == {"admissions_desk_up": 0}


def _fails(_: Any) -> None:
    from admissions.database import DatabaseError

    raise DatabaseError("away")


def test_a_probe_of_a_file_looks_at_its_age(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "alive"
    assert probe([str(file), "60"]) == 1
    file.touch()
    assert probe([str(file), "60"]) == 0
    os.utime(file, (time.time() - 61, time.time() - 61))
    assert probe([str(file), "60"]) == 1
    assert probe(["nonsense"]) == 1
    assert "61 s ago" in capsys.readouterr().err


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_a_probe_of_a_url_looks_at_its_status(status: int, code: int) -> None:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # noqa: N802
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_: object) -> None: ...

    server = HTTPServer((LOOPBACK, 0), Handler)
    Thread(target=server.handle_request, daemon=True).start()
    assert probe([f"http://{LOOPBACK}:{server.server_address[1]}/"]) == code
    server.server_close()
    assert probe([f"http://{LOOPBACK}:{free_port()}/"]) == 1


@pytest.fixture
def shipped() -> dict[str, Any]:
    import yaml

    return yaml.safe_load(CREDENTIALS.read_text("utf-8"))["assistant.channel.app.ChatChannel"]


def test_what_differs_from_place_to_place_comes_from_the_environment(
    shipped: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CHAT_PROXIES", "2")
    monkeypatch.setenv("CHAT_ALLOWED_ORIGINS", "https://www.example.org/, https://example.org")
    settings = Settings.read(shipped)
    assert settings.proxies == 2
    assert settings.allowed_origins == ("https://www.example.org", "https://example.org")
    monkeypatch.setenv("CHAT_PROXIES", "some")
    with pytest.raises(SettingsError, match="CHAT_PROXIES"):
        Settings.read(shipped)
