"""The dependency audit: what is accepted, what fails, and what it says when nobody can be asked."""

from __future__ import annotations

import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from security import __main__ as audit
from security.accepted import Accepted, AcceptedProblem, accepted, locked, plain
from tests.conftest import ROOT

RISK = Accepted("CVE-1", "Some_Thing", "1.0", date(2030, 1, 1), "because")


def told(*ids: str, version: str = "1.0") -> list[dict[str, Any]]:
    vulns = [{"id": each, "aliases": [f"GHSA-{each}"], "fix_versions": ["2.0"]} for each in ids]
    return [{"name": "some-thing", "version": version, "vulns": vulns}]


def test_every_accepted_risk_is_of_a_locked_version_and_has_not_expired() -> None:
    versions = locked(ROOT / "requirements.lock")
    for risk in accepted():
        assert versions.get(plain(risk.package)) == risk.version, risk.id
        assert date.today() < risk.until, f"{risk.id} was accepted until {risk.until}: look at it again"
        assert len(risk.why) > 20
    ids = [risk.id for risk in accepted()]
    assert len(ids) == len(set(ids)) > 0


def test_a_known_weakness_passes_by_any_of_its_names_and_a_new_one_does_not() -> None:
    assert audit.new_ones(told("CVE-1"), [RISK]) == []
    assert audit.new_ones([{**told("X")[0], "vulns": [{"id": "PYSEC-9", "aliases": ["CVE-1"]}]}], [RISK]) == []
    (line,) = audit.new_ones(told("CVE-1", "CVE-2"), [RISK])
    assert "CVE-2" in line
    assert "2.0" in line
    assert audit.new_ones(told("CVE-1", version="1.1"), [RISK])  # it was accepted for another version


def test_what_has_run_out_or_is_not_used_any_more_is_told() -> None:
    lines = audit.stale([RISK], date(2030, 1, 1))
    assert [line.split(" ")[0] for line in lines] == ["CVE-1", "CVE-1"]
    assert audit.stale(accepted(), date(2026, 12, 1)) == []


@pytest.mark.parametrize("entry", ["- {id: CVE-1}", "- just words", "- {id: C, package: p, version: 1, until: soon, why: w}"])
def test_an_entry_that_says_too_little_is_refused(tmp_path: Path, entry: str) -> None:
    file = tmp_path / "accepted.yml"
    file.write_text(entry)
    with pytest.raises(AcceptedProblem):
        accepted(file)


@pytest.fixture
def pip_audit(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Stands in for pip-audit: each question gets the next answer."""
    answers: list[Any] = []
    monkeypatch.setattr(audit, "tool", lambda: Path("python"))
    monkeypatch.setattr(audit, "ask", lambda python, lock: answers.pop(0))
    return answers


def test_a_new_weakness_fails(pip_audit: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    pip_audit += [told(), told("CVE-3"), told(), told()]
    assert audit.main() == 1
    assert "CVE-3" in capsys.readouterr().err


def test_none_passes(pip_audit: list[Any], capsys: pytest.CaptureFixture[str]) -> None:
    pip_audit += [told()] * 4
    assert audit.main() == 0
    assert "No new weakness" in capsys.readouterr().out


def test_packages_of_which_nothing_is_known_are_not_called_clean(
    pip_audit: list[Any], capsys: pytest.CaptureFixture[str]
) -> None:
    pip_audit += [[{"name": "uv", "skip_reason": "not found"}]]
    assert audit.main() == 0
    said = capsys.readouterr().out
    assert said.startswith("NOT AUDITED")
    assert "No new weakness" not in said


def test_no_network_is_said_and_does_not_fail(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(audit, "tool", lambda: Path("python"))
    failed = subprocess.CompletedProcess([], 1, "", "Traceback\nConnectionError: no route")
    monkeypatch.setattr(audit.subprocess, "run", lambda *_, **__: failed)
    assert audit.main() == 0
    assert "NOT AUDITED: pip-audit got no advisories (ConnectionError)" in capsys.readouterr().out
