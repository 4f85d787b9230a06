"""No check is forgotten."""

from __future__ import annotations

import importlib
import inspect
import pkgutil

from generators.platform import checks
from generators.platform.checks.catalogue import CHECKS


def test_every_check_is_in_the_catalogue() -> None:
    written = set()
    for module in pkgutil.iter_modules(checks.__path__):
        functions = vars(importlib.import_module(f"{checks.__name__}.{module.name}")).values()
        written |= {
            each
            for each in functions
            if inspect.isgeneratorfunction(each) and [*inspect.signature(each).parameters] == ["draft"]
        }
    assert written == set(CHECKS)
    assert len(CHECKS) == len(written)
