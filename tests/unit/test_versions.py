"""Which model serves: a new one comes in, an earlier one comes back, the rest goes."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from assistant.versions import KEPT, POINTER, SETTING, VersionError, Versions
from tests.conftest import ROOT


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "models"
    folder.mkdir()
    return folder


def archive(file: Path) -> Path:
    """A file as Rasa packs them, with something in it."""
    content = os.urandom(5000)
    with tarfile.open(file, "w:gz") as packed:
        entry = tarfile.TarInfo("metadata.json")
        entry.size = len(content)
        packed.addfile(entry, io.BytesIO(content))
    return file


def trained(folder: Path) -> str:
    """Install one more; its name."""
    return Versions(folder).install(archive(folder.parent / "candidate")).name


def rollback(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, SETTING: str(folder), "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-m", "assistant.rollback", *arguments], env=environment, capture_output=True, text=True, check=False
    )


def test_a_file_without_a_pointer_serves(folder: Path) -> None:
    archive(folder / "admissions.tar.gz")
    assert Versions(folder).current().name == "admissions"


def test_without_any_model_it_says_what_to_run(folder: Path) -> None:
    with pytest.raises(VersionError, match="make train"):
        Versions(folder).current()


def test_a_new_one_serves_and_the_one_before_is_kept(folder: Path) -> None:
    archive(folder / "admissions.tar.gz")
    name = trained(folder)
    assert [version.name for version in Versions(folder).all()] == [name, "admissions"]
    assert Versions(folder).current().name == name


def test_only_the_last_few_are_kept(folder: Path) -> None:
    names = [trained(folder) for _ in range(KEPT + 2)]
    assert [version.name for version in Versions(folder).all()] == names[: -KEPT - 1 : -1]
    assert len(set(names)) == len(names)


def test_rolling_back_goes_to_what_served_before_and_not_to_what_was_rolled_back(folder: Path) -> None:
    first, bad = trained(folder), trained(folder)
    assert Versions(folder).roll_back().name == first
    mended = trained(folder)
    assert Versions(folder).roll_back().name == first
    assert {version.name for version in Versions(folder).all()} == {first, bad, mended}
    with pytest.raises(VersionError, match="No version served before"):
        Versions(folder).roll_back()


def test_any_version_can_be_named_forward_too(folder: Path) -> None:
    first, second = trained(folder), trained(folder)
    assert Versions(folder).roll_back(first).name == first
    assert Versions(folder).roll_back(second).name == second
    assert Versions(folder).roll_back().name == first


def test_the_one_that_serves_is_never_deleted(folder: Path) -> None:
    names = [trained(folder) for _ in range(KEPT)]
    Versions(folder).roll_back(names[0])
    newest = trained(folder)
    assert [version.name for version in Versions(folder).all()][:2] == [newest, names[0]]


@pytest.mark.parametrize("damage", ["cut", "garbled", "no archive"])
def test_a_damaged_file_does_not_serve(folder: Path, damage: str) -> None:
    first, second = trained(folder), trained(folder)
    whole = (folder / f"{first}.tar.gz").read_bytes()
    half = len(whole) // 2
    broken = {"cut": whole[:half], "garbled": whole[:half] + bytes(64) + whole[half + 64 :], "no archive": b"hello"}[damage]
    (folder / f"{first}.tar.gz").write_bytes(broken)
    with pytest.raises(VersionError, match="not a whole model file"):
        Versions(folder).roll_back()
    assert Versions(folder).current().name == second


def test_a_file_replaced_under_its_name_is_another_version(folder: Path) -> None:
    archive(folder / "admissions.tar.gz")
    before = Versions(folder).current()
    assert Versions(folder).current() == before
    archive(folder / "new").replace(folder / "admissions.tar.gz")
    assert Versions(folder).current() != before


def test_the_command_lists_and_rolls_back(folder: Path) -> None:
    first, second = trained(folder), trained(folder)
    assert f"* {second}" in rollback(folder, "--list").stdout
    done = rollback(folder)
    assert (done.returncode, done.stdout.split()[0]) == (0, first)
    assert (folder / POINTER).read_text().split() == [first]
    assert f"* {first}" in rollback(folder, "--list").stdout


@pytest.mark.parametrize("arguments", [("nothing-of-that-name",), (), ("../../etc/passwd",)])
def test_the_command_says_what_is_wrong(folder: Path, arguments: tuple[str, ...]) -> None:
    trained(folder)
    done = rollback(folder, *arguments)
    assert done.returncode == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
