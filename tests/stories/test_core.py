"""Rasa's own checks as gates: the data without a warning, the stories without a wrong prediction."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant.versions import Versions
from tests.conftest import ROOT

QUIET = {
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "RASA_TELEMETRY_ENABLED": "false",
    "PYTHONPATH": str(ROOT),
}


# Rasa's command line; what these checks ask of it needs no TensorFlow, which takes seconds to import.
RASA = "from assistant import without_tensorflow; without_tensorflow.install(); from rasa.__main__ import main; main()"


def rasa(*arguments: str, warnings: str = "ignore") -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **QUIET, "PYTHONWARNINGS": warnings}
    return subprocess.run(
        [sys.executable, "-c", RASA, *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.timeout(240)
def test_the_data_is_valid_without_a_warning() -> None:
    done = rasa("data", "validate", "--fail-on-warnings", warnings="default")
    ours = [line for line in (done.stdout + done.stderr).splitlines() if "UserWarning" in line and "rasa" in line]
    assert (done.returncode, ours) == (0, []), done.stdout[-2000:] + done.stderr[-2000:]


@pytest.mark.timeout(240)
def test_every_story_goes_as_written(tmp_path: Path) -> None:
    done = rasa(
        "test",
        "core",
        "--model",
        str(Versions().current().file),
        "--stories",
        "tests/stories",
        "--out",
        str(tmp_path),
        "--fail-on-prediction-errors",
        "--endpoints",
        "endpoints.yml",
    )
    assert done.returncode == 0, (
        (tmp_path / "failed_test_stories.yml").read_text() if list(tmp_path.glob("failed*")) else done.stderr[-3000:]
    )
