"""What those who run it see: readiness, figures, and logs without a word of a visitor."""

from __future__ import annotations

import json
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

from prometheus_client.parser import text_string_to_metric_families

from assistant.ports import LOOPBACK
from assistant.processes import start_notifier
from tests.journeys.breaking import frozen_actions
from tests.journeys.live import Live
from tests.journeys.test_plug_pulled import database_away
from tests.notifier.conftest import wait_for

REMEMBERED = 1.1  # seconds
REST = 5.5  # seconds until a database that failed is asked again
SECRETS = ["Quixotania", "flamingoes", "503", "0199", "zeppelin", "kill myself", "marmalade"]  # what this visitor says


def figures(port: int) -> dict[str, float]:
    """Every figure by its name and labels, such as `assistant_turns_total{outcome=answered}`."""
    with urllib.request.urlopen(f"http://{LOOPBACK}:{port}/metrics", timeout=10) as answer:
        text = answer.read().decode()
    found = {}
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


def logs_of(folder: Path) -> dict[str, str]:
    return {file.name: file.read_text(errors="replace") for file in sorted(folder.rglob("*.log"))}


def test_ready_tells_of_every_part(live: Live) -> None:
    time.sleep(REMEMBERED)
    status, found, _ = live.visitor().call("GET", "ready")
    assert (status, found) == (200, {"status": "ready", "parts": {"model": "ok", "database": "ok", "actions": "ok"}})


def test_not_ready_without_actions_or_database_but_alive(live: Live) -> None:
    with frozen_actions(live):
        time.sleep(REMEMBERED)
        status, found, _ = live.visitor().call("GET", "ready")
        assert (status, found["status"], found["parts"]["actions"]) == (503, "not_ready", "down")
        assert live.visitor().call("GET", "health")[0] == 200  # visitors are answered, so it stays in service
        assert figures(live.metrics_port)["assistant_part_up{part=actions}"] == 0
    with database_away(live):
        time.sleep(REMEMBERED)
        status, found, _ = live.visitor().call("GET", "ready")
        assert (status, found["parts"]["database"]) == (503, "down")
        assert live.visitor().call("GET", "health")[0] == 200
    time.sleep(REST)
    assert live.visitor().call("GET", "ready")[0] == 200


def test_many_probes_are_one_look(live: Live) -> None:
    """While the action server hangs, each look takes seconds; a hundred at once must not become a hundred looks."""
    answers: list[Any] = []
    with frozen_actions(live):
        time.sleep(REMEMBERED)
        probes = [threading.Thread(target=lambda: answers.append(live.visitor().call("GET", "ready"))) for _ in range(40)]
        began = time.monotonic()
        for probe in probes:
            probe.start()
        for probe in probes:
            probe.join()
        took = time.monotonic() - began
    assert len(answers) == 40
    assert {status for status, _, _ in answers} == {503}
    assert took < 20  # forty looks one after the other would be eighty seconds


def test_figures_follow_what_happens(live: Live) -> None:
    before, actions_before = figures(live.metrics_port), figures(live.action_metrics_port)
    visitor = live.visitor()
    assert "988" in visitor.say("i want to kill myself")
    visitor = live.visitor()
    visitor.say("wug blick dax")
    visitor.say("call Bea 503 555 0142 tomorrow at 9am")
    assert "Booked" in visitor.say("yes please")
    visitor.say("cancel my callback")
    after, actions_after = figures(live.metrics_port), figures(live.action_metrics_port)

    def rise(name: str) -> float:
        return after[name] - before[name]

    assert rise("assistant_turns_total{outcome=answered}") == 5
    assert rise("assistant_turns_total{outcome=trouble}") == 0
    assert rise("assistant_turn_seconds_count") == 5
    assert rise("assistant_crisis_answers_total{kind=suicide}") == 1
    assert rise("assistant_crisis_answers_total{kind=violence}") == 0
    assert rise("assistant_fallbacks_total") == 1
    assert after["assistant_safety_ok"] == 1
    assert [value for name, value in after.items() if name.startswith("assistant_model_info{")] == [1]
    for change in ("booked", "cancelled"):
        name = f"admissions_callbacks_total{{change={change}}}"
        assert actions_after[name] - actions_before.get(name, 0) == 1


def test_no_log_line_of_any_process_at_any_level_holds_what_a_visitor_said(live: Live, tmp_path: Path) -> None:
    visitor = live.visitor()
    for said in (
        "do you have flamingoes",
        "call Quixotania 503 555 0199 tomorrow 9am",
        "my flamingoes ate the zeppelin",
        "yes please",
        "i want to kill myself",
        '/inform{"marmalade": 1}',
    ):
        visitor.say(said)
    visitor.send(b'{"id": "marmalade", "text": ')
    with frozen_actions(live):
        visitor.say("please call me back, zeppelin")
    notifier = start_notifier(tmp_path, NOTIFIER_FOLDER=str(tmp_path), **live.environment())
    try:
        wait_for(lambda: "Serves" in notifier.log.read_text())
        assert (tmp_path / "alive").exists()
    finally:
        notifier.stop()
    logs = {**logs_of(live.folder), **logs_of(tmp_path)}
    assert {"assistant.log", "actions.log", "notifier.log"} <= set(logs)
    for name, text in logs.items():
        assert not [secret for secret in SECRETS if secret in text], name
        assert "DEBUG" in text or name != "assistant.log"  # it was on the lowest level, and something was said there
        for line in text.splitlines():
            assert {"time", "level", "process", "logger", "message"} <= set(json.loads(line)), line
