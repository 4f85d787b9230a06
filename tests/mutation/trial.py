"""One mutant against tests, in a process forked from one that has everything else imported already."""

import ast
import gc
import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import os
import resource
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, ModuleType

import pytest

_MEMORY = 3 * 2**30
_OPTIONS = (
    "-x",
    "-q",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "-p",
    "no:faulthandler",
    "-p",
    "no:unraisableexception",
)


@dataclass(frozen=True, slots=True)
class Module:
    """A module to mutate. `importers` are all that import it, directly or not: they must be imported anew."""

    name: str
    path: Path
    importers: frozenset[str]


def freeze() -> None:
    """Spares every trial a walk over all that is imported so far."""
    gc.collect()
    gc.freeze()


def start(module: Module, tree: ast.Module, tests: Sequence[str], seconds: int) -> int:
    """Begins a trial; the process it runs in. It exits with 0 if the tests pass: the mutant survives."""
    process = os.fork()
    if process:
        return process
    try:
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        signal.alarm(seconds)
        _silence()
        _install(module, compile(tree, str(module.path), "exec"))
        os._exit(int(pytest.main([*_OPTIONS, *tests])))
    except BaseException:
        # A mutant that can't be compiled or imported is dead as well.
        os._exit(3)


def _silence() -> None:
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)


def _install(module: Module, code: CodeType) -> None:
    for name in list(sys.modules):
        if name == module.name or name in module.importers or name.startswith("tests.policies"):
            del sys.modules[name]
            package, _, last = name.rpartition(".")
            # `from package import module` takes this attribute before it looks for a module.
            if package in sys.modules and hasattr(sys.modules[package], last):
                delattr(sys.modules[package], last)
    sys.meta_path.insert(0, _Finder(module, code))


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutated code where the module is imported."""

    def __init__(self, module: Module, code: CodeType) -> None:
        self._module = module
        self._code = code

    def find_spec(
        self, name: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if name != self._module.name:
            return None
        return importlib.util.spec_from_file_location(name, self._module.path, loader=self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> None:
        return None

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)
