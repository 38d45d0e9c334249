"""Which model a process of several takes when it is started again, and what becomes of one that does not come up."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from assistant import arguments
from assistant.versions import POINTER, VersionError
from tests.conftest import ROOT
from tests.unit.test_versions import archive

# Each process writes the model that it was told. The first start lives until it counts as up, every later one fails.
SERVES = """
import os, socket, sys, time
from pathlib import Path
from assistant import arguments, keeper

folder, how = Path(sys.argv.pop()), sys.argv.pop()
lasting = how != "alone"
again = ["/none/such"] if how == "cannot" else [sys.executable, *sys.orig_argv[1:]]

def is_first_of(role):
    try:
        (folder / role).mkdir()
    except FileExistsError:
        return False
    return True

def serve():
    with (folder / "told").open("a") as told:
        print(sys.argv[-1], file=told)
    if is_first_of("came up once"):
        (folder / "current").write_text("new")
        (folder / "old.tar.gz").unlink()
        time.sleep(1.2)
    elif lasting and is_first_of("serves on"):
        time.sleep(2 if how == "cannot" else 60)
        os.kill(os.getppid(), 15)
    elif lasting and len((folder / "told").read_text().splitlines()) > 8:
        os.kill(os.getppid(), 15)
    sys.exit(3)

if keeper.place():
    arguments.settle_model_anew()
    serve()
keeper.CAME_UP, keeper.PAUSE, keeper.LONG_PAUSE, keeper.LOOK = 1, 0.01, 0.01, 0.02
children, ways = [], []
for number in range(2 if lasting else 1):
    here, there = keeper.new_way()
    if not (process := os.fork()):
        serve()
    there.close()
    children.append(keeper.Child(number, process, time.monotonic()))
    ways.append(here)
sys.exit(keeper.look_after(socket.create_server(("127.0.0.1", 0)), children, ways, again))
"""


def served(folder: Path, how: str) -> tuple[int, list[str], str]:
    """The code that it ended with, the models that its processes were told, and what it said."""
    for name in ("old", "new"):
        archive(folder / f"{name}.tar.gz")
    command = [sys.executable, "-c", SERVES, "run", "--model", str(folder / "old.tar.gz"), how, folder]
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


def test_while_another_serves_one_that_cannot_be_started_is_told(tmp_path: Path) -> None:
    code, told, said = served(tmp_path, "cannot")
    assert (code, len(told)) == (0, 2)
    assert (
        said.count("Process 1 of the assistant cannot be started") + said.count("Process 2 of the assistant cannot be started")
        > 1
    )


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


def test_the_keeper_has_nothing_of_rasa() -> None:
    """It runs as long as the assistant does, beside processes that take 500 MB each because they have it."""
    looks = "import sys, assistant.keeper; print({'rasa', 'sanic', 'numpy', 'sqlalchemy'} & {*sys.modules})"
    assert subprocess.check_output([sys.executable, "-c", looks], cwd=ROOT, text=True).strip() == "set()"
