"""`make audit`: asks pip-audit for known weaknesses of everything in requirements.lock, less what security/accepted.yml accepts.

Ends with 0 when nothing new was found, and also when nobody could be asked: a machine without the network must not fail for
that, and the last line says so. Ends with 1 for a weakness that is not accepted, or one that is accepted no longer.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from datetime import date
from pathlib import Path
from typing import Any

from security.accepted import Accepted, AcceptedProblem, accepted, locked, plain

ROOT = Path(__file__).resolve().parents[1]
TOOL = ROOT / ".tools" / "audit"
LOCKS = (ROOT / "requirements.lock", ROOT / "requirements-uv.lock", ROOT / "requirements-weights.lock")
PROBE = ROOT / "requirements-uv.lock"  # one package: asked first, so that nobody is asked in vain for hundreds
LONGEST = 600  # seconds
NOT_ASKED = (
    "NOT AUDITED: {} The list of accepted risks was checked, and nothing else. Run it where the advisories can be reached."
)


class NobodyAnswers(RuntimeError):
    """The advisories cannot be had here; the message says why."""


def tool() -> Path:
    """pip-audit's Python, installed from its own lock file at the first use. Raises `NobodyAnswers`."""
    python = TOOL / "bin" / "python"
    lock = Path(__file__).with_name("requirements-audit.lock")
    stamp = TOOL / "installed"
    if not stamp.exists() or stamp.read_text("utf-8") != lock.read_text("utf-8"):
        venv.create(TOOL, with_pip=True, clear=True)
        command = [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "-r",
            str(lock),
        ]
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            raise NobodyAnswers("pip-audit could not be installed.")
        stamp.write_text(lock.read_text("utf-8"), "utf-8")
    return python


def ask(python: Path, lock: Path) -> list[dict[str, Any]]:
    """What pip-audit says of each package of a lock file. Raises `NobodyAnswers`."""
    command = [
        str(python),
        "-m",
        "pip_audit",
        "--requirement",
        str(lock),
        "--require-hashes",
        "--disable-pip",
        "--format",
        "json",
    ]
    try:
        done = subprocess.run([*command, "--progress-spinner", "off"], capture_output=True, text=True, timeout=LONGEST)
        return list(json.loads(done.stdout)["dependencies"])
    except subprocess.TimeoutExpired:
        raise NobodyAnswers(f"pip-audit did not end within {LONGEST} seconds.") from None
    except (ValueError, KeyError):
        last = (done.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise NobodyAnswers(f"pip-audit got no advisories ({last.split(':')[0][:120]}).") from None


def unanswered(told: list[dict[str, Any]]) -> list[str]:
    """The packages that it could learn nothing of. pip-audit calls that "no known vulnerabilities"; we do not."""
    return [str(each["name"]) for each in told if "skip_reason" in each]


def new_ones(told: list[dict[str, Any]], known: list[Accepted]) -> list[str]:
    """A line for each weakness that is not accepted."""
    fine = {(plain(risk.package), risk.version, risk.id) for risk in known}
    lines = []
    for each in told:
        for weakness in each.get("vulns", []):
            names = {weakness["id"], *weakness.get("aliases", [])}
            if not any((plain(each["name"]), each["version"], name) in fine for name in names):
                fixed = ", ".join(weakness.get("fix_versions", [])) or "no version yet"
                lines.append(f"{each['name']} {each['version']}: {' = '.join(sorted(names))}, fixed in {fixed}")
    return lines


def stale(known: list[Accepted], today: date) -> list[str]:
    """A line for each accepted risk that has run out or is of a version that is not used any more."""
    versions = {name: version for lock in LOCKS for name, version in locked(lock).items()}
    lines = [f"{risk.id} ({risk.package}) was accepted until {risk.until}." for risk in known if today >= risk.until]
    for risk in known:
        if versions.get(plain(risk.package)) != risk.version:
            lines.append(f"{risk.id} is of {risk.package} {risk.version}, which is not in the lock file; take it out.")
    return lines


def main() -> int:
    try:
        known = accepted()
    except AcceptedProblem as problem:
        print(problem, file=sys.stderr)
        return 1
    problems = stale(known, date.today())
    silent = ""
    try:
        python = tool()
        if unanswered(ask(python, PROBE)):
            raise NobodyAnswers("no advisories of the package registry can be reached from here.")
        told = [each for lock in LOCKS for each in ask(python, lock)]
        missed = unanswered(told)
        if missed:
            silent = f"nothing could be learned of {len(missed)} of {len(told)} packages: {', '.join(missed[:10])}."
        problems += new_ones(told, known)
    except NobodyAnswers as problem:
        silent = str(problem)
    for line in problems:
        print(line, file=sys.stderr)
    if problems:
        print("Upgrade, or accept it with a reason and a day in security/accepted.yml. See docs/security.md.", file=sys.stderr)
    if silent:
        print(NOT_ASKED.format(silent), flush=True)
    elif not problems:
        print(f"No new weakness. {len(known)} are known and accepted.")
    return bool(problems)


if __name__ == "__main__":
    sys.exit(main())
