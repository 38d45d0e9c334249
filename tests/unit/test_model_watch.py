"""When a running assistant takes a new model, and how often it tries a bad one."""

from __future__ import annotations

import asyncio
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Callable, List

import pytest

from assistant import model_watch
from assistant.model_watch import ModelWatch, Refused
from assistant.versions import POINTER


@pytest.fixture
def agent(tmp_path: Path) -> Any:
    """Stands for a loaded one; what is asked of it is only which file it is from."""
    file = tmp_path / "old.tar.gz"
    file.write_bytes(b"old")
    domain, store = SimpleNamespace(), SimpleNamespace(domain=None)
    processor = SimpleNamespace(model_path=file)
    return SimpleNamespace(processor=processor, domain=domain, nlg=None, tracker_store=store, model_name=file.name)


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> List[str]:
    """The files that were read; each is good unless `bad` is in its name."""
    files: List[str] = []

    def loaded(agent: Any, file: Path) -> Any:
        files.append(file.name)
        if "bad" in file.name:
            raise Refused("it is bad")
        return SimpleNamespace(processor=SimpleNamespace(model_path=file), domain="new", nlg="new")

    monkeypatch.setattr(model_watch, "loaded", loaded)
    return files


def point(folder: Path, name: str, content: bytes = b"new") -> None:
    (folder / f"{name}.tar.gz").write_bytes(content)
    (folder / POINTER).write_text(name + "\n")


def looks(agent: Any, *between: Callable[[], None]) -> List[bool]:
    """Look once, and once more after each of these."""

    async def look() -> List[bool]:
        watch = ModelWatch(agent)
        found = [await watch.look()]
        for happen in between:
            happen()
            found.append(await watch.look())
        watch.stop()
        return found

    return asyncio.run(look())


def nothing() -> None: ...


def test_the_model_that_was_loaded_is_not_read_again(agent: Any, tried: List[str]) -> None:
    assert looks(agent, nothing) == [False, False]
    assert tried == []


def test_a_new_one_is_taken_once_with_its_domain(agent: Any, tried: List[str], tmp_path: Path) -> None:
    assert looks(agent, lambda: point(tmp_path, "fresh"), nothing) == [False, True, False]
    assert tried == ["fresh.tar.gz"]
    assert (agent.domain, agent.nlg, agent.tracker_store.domain) == ("new", "new", "new")


def test_a_pointer_moved_while_the_assistant_started_is_noticed(agent: Any, tried: List[str], tmp_path: Path) -> None:
    point(tmp_path, "fresh")
    assert looks(agent) == [True]


def test_a_refused_one_is_tried_again_only_when_its_file_changes(
    agent: Any, tried: List[str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    before = agent.processor
    assert not any(looks(agent, lambda: point(tmp_path, "bad"), nothing, nothing))
    assert len(tried) == 1
    assert [record.getMessage() for record in caplog.records] == ["The model bad is refused, old serves on: it is bad"]
    assert agent.processor is before
    tried.clear()
    assert not any(looks(agent, nothing, lambda: point(tmp_path, "bad", b"written anew")))
    assert len(tried) == 2


def test_the_way_back_to_the_model_that_serves_reads_nothing(agent: Any, tried: List[str], tmp_path: Path) -> None:
    assert not any(looks(agent, lambda: point(tmp_path, "bad"), lambda: (tmp_path / POINTER).write_text("old\n") and None))
    assert tried == ["bad.tar.gz"]


@pytest.mark.parametrize("pointer", ["gone", "", "../../somewhere"])
def test_a_pointer_to_nothing_changes_nothing(agent: Any, tried: List[str], tmp_path: Path, pointer: str) -> None:
    assert looks(agent, lambda: (tmp_path / POINTER).write_text(pointer) and None) == [False, False]
    assert tried == []


def test_a_folder_that_is_gone_changes_nothing(agent: Any, tried: List[str], tmp_path: Path) -> None:
    assert looks(agent, lambda: (tmp_path / "old.tar.gz").unlink()) == [False, False]


def test_what_is_no_model_is_refused_whatever_it_raises(agent: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for problem in (ValueError("two\nlines"), SystemExit(1)):

        def fails(raised: BaseException = problem, **_: Any) -> None:
            raise raised

        monkeypatch.setattr(model_watch, "MessageProcessor", fails)
        agent.lock_store = agent.action_endpoint = agent.http_interpreter = None
        with pytest.raises(Refused) as refused:
            model_watch.loaded(agent, tmp_path / "old.tar.gz")
        assert "\n" not in str(refused.value)
