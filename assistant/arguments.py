"""What this process was told on Rasa's command line, as far as it must know it before Rasa does."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from assistant.versions import VersionError, Versions

RUN = "run"


def _asked() -> tuple[argparse.Namespace, list[str]]:
    """What concerns us, and all else."""
    parser = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    parser.add_argument("--model", "-m")
    asked, others = parser.parse_known_args(sys.argv[1:])
    if not asked.model and len(others) > 1 and not others[-2].startswith("-") and Path(others[-1]).exists():
        asked.model = others.pop()  # Rasa takes it so, too
    return asked, others


def serves() -> bool:
    """Whether visitors are to be served, and not `--help` to be shown."""
    return sys.argv[1:2] == [RUN] and not {"-h", "--help"} & set(sys.argv)


def address() -> tuple[str, int]:
    """Where to serve."""
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument("--port", "-p", type=int, default=5005)
    parser.add_argument("--interface", "-i", default="0.0.0.0")
    asked, _ = parser.parse_known_args(sys.argv[1:])
    return asked.interface, asked.port


def endpoints() -> Path:
    return _file("--endpoints", "endpoints.yml")


def credentials() -> Path:
    return _file("--credentials", "credentials.yml")


def _file(option: str, unless_told: str) -> Path:
    parser = argparse.ArgumentParser(add_help=False)
    parser.add_argument(option, default=unless_told)
    return Path(getattr(parser.parse_known_args(sys.argv[1:])[0], option.lstrip("-")))


def settle_model() -> None:
    """Where a folder was named, or nothing, put the version that serves in its place: of a folder Rasa would take any file, and call
    it by the folder's name. Raises `VersionError` when there is none."""
    named, _ = _asked()
    model = Path(named.model) if named.model else None
    if model is None or model.is_dir():
        _put(Versions(model.absolute() if model else None).current().file)
    elif not model.is_file():
        raise VersionError(f"There is no model {model}. Run `make train`, or name another with --model.")


def settle_model_anew() -> None:
    """For a process that is started again: the version that serves by now; the one that it was told may be rolled back, or gone.
    A broken one is passed over. To be called after `settle_model`."""
    named, _ = _asked()
    if version := Versions(Path(named.model).absolute().parent).first_whole():
        _put(version.file)


def _put(model: Path) -> None:
    _, others = _asked()
    sys.argv[1:] = [*others, "--model", str(model)]
