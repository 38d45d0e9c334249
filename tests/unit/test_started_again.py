"""Which model a process of several takes when it is started again, and what becomes of one that does not come up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import arguments
from assistant.ports import free_port
from assistant.versions import POINTER, VersionError
from tests.conftest import ROOT
from tests.unit.test_versions import archive

# Each process writes the model that it was told. The first start lives until it counts as up, every later one fails.
SERVES = """
import os, sys, time
from pathlib import Path
import sanic  # so that no process needs time for it
from assistant import several
several.CAME_UP, several.PAUSE, several.LONG_PAUSE, several.LOOK = 1, 0.01, 0.01, 0.02
folder = Path(sys.argv.pop())
lasting = sys.argv.pop() == "lasting"

def is_first_of(role):
    try:
        (folder / role).mkdir()
    except FileExistsError:
        return False
    return True

def one():
    with (folder / "told").open("a") as told:
        told.write(sys.argv[-1] + "\\n")
    if is_first_of("came up once"):
        (folder / "current").write_text("new\\n")
        (folder / "old.tar.gz").unlink()
        time.sleep(1.2)
    elif lasting and is_first_of("serves on"):
        time.sleep(60)
    elif lasting and len((folder / "told").read_text().splitlines()) > 8:
        os.kill(os.getppid(), 15)
    sys.exit(3)

several.serve(2 if lasting else 1, one)
"""


def served(folder: Path, how: str) -> tuple[int, list[str], str]:
    """The code that it ended with, the models that its processes were told, and what it said."""
    for name in ("old", "new"):
        archive(folder / f"{name}.tar.gz")
    command = [
        sys.executable,
        "-c",
        SERVES,
        "run",
        "--port",
        str(free_port()),
        "--model",
        str(folder / "old.tar.gz"),
        how,
        folder,
    ]
    done = subprocess.run(
        command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True, timeout=60, check=False
    )
    return done.returncode, (folder / "told").read_text().splitlines(), done.stderr


def test_one_that_is_started_again_takes_what_serves_now_and_all_end_when_none_comes_up(tmp_path: Path) -> None:
    code, told, said = served(tmp_path, "alone")
    assert told == [str(tmp_path / "old.tar.gz")] + [str(tmp_path / "new.tar.gz")] * 5
    assert code == 3
    assert "does not come up, so it ends" in said


def test_while_another_serves_one_that_does_not_come_up_is_told_and_tried_on(tmp_path: Path) -> None:
    code, _, said = served(tmp_path, "lasting")
    assert code == 0  # only because it was asked to end
    assert "has not come up 5 times in a row" in said


def test_a_folder_is_the_version_that_serves_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("old", "new"):
        archive(tmp_path / f"{name}.tar.gz")
    (tmp_path / POINTER).write_text("old\n")
    for named in (["--model", str(tmp_path)], ["-m", str(tmp_path)], [f"--model={tmp_path}"], [str(tmp_path)]):
        monkeypatch.setattr(sys, "argv", ["serve", "run", "--port", "5005", *named])
        arguments.settle_model()
        assert sys.argv[1:] == ["run", "--port", "5005", "--model", str(tmp_path / "old.tar.gz")]
    monkeypatch.setattr(sys, "argv", ["serve", "run", "--model", str(tmp_path / "gone.tar.gz")])
    with pytest.raises(VersionError, match="There is no model"):
        arguments.settle_model()


def test_a_broken_one_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive(tmp_path / "old.tar.gz")
    (tmp_path / "new.tar.gz").write_bytes(b"cut short")
    (tmp_path / POINTER).write_text("new\nold\n")
    monkeypatch.setattr(sys, "argv", ["serve", "run", "--model", str(tmp_path / "new.tar.gz")])
    arguments.settle_model_anew()
    assert sys.argv[-1] == str(tmp_path / "old.tar.gz")
