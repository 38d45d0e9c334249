"""Leaves TensorFlow out of a process that does not need it.

None of our components uses it, but Rasa imports it for its own: six seconds at every start and 400 MB. Its place is taken by
names that stand for everything in it, which is all that importing Rasa asks for; whoever really uses one is told why it is not there.
"""

from __future__ import annotations

import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, Optional, Sequence

LEFT_OUT = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")


class NotThere(RuntimeError):
    """Something wants to compute with TensorFlow."""


class _Name(type):
    """Of names: `name.other` is a name, too, and a name that is called, as decorators are, gives a name."""

    def __getattr__(cls, name: str) -> Any:
        return _named(cls, name, cls.__module__)

    def __call__(cls, *arguments: Any, **named: Any) -> Any:
        if cls.__module__.split(".")[0] in LEFT_OUT:
            return cls
        raise NotThere(f"{cls.__module__}.{cls.__qualname__} needs TensorFlow, which this process has left out.")


class Stands(metaclass=_Name):
    """The base of all names: classes of Rasa that are made from one cannot be used."""


def _named(holder: Any, name: str, module: str) -> Any:
    """A new name, kept where it was looked for."""
    if name.startswith("__"):
        raise AttributeError(name)
    made = _Name(name, (Stands,), {"__module__": module})
    setattr(holder, name, made)
    return made


class _Left(ModuleType):
    __path__: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return _named(self, name, self.__name__)


class _Finder(MetaPathFinder, Loader):
    def find_spec(self, name: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None) -> Optional[ModuleSpec]:
        return ModuleSpec(name, self, is_package=True) if name.split(".")[0] in LEFT_OUT else None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Left(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """There is nothing to run."""


def install() -> None:
    """To be called before anything imports Rasa or spaCy; does nothing where TensorFlow is there already."""
    if any(name in sys.modules for name in LEFT_OUT):
        return
    for name in LEFT_OUT:  # spaCy asks whether it is installed, and then believes that it is not
        sys.modules[name] = None  # type: ignore[assignment]
    import spacy  # noqa: F401

    for name in LEFT_OUT:
        del sys.modules[name]
    sys.meta_path.insert(0, _Finder())
