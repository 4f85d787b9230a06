"""The shipped platform as the types render it: the base and every environment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from generators.platform.read import read_platform
from generators.platform.values import Platform
from generators.repository import TYPES_BY_NAME
from generators.tree.traced import trace
from generators.types.catalogue import TYPES
from generators.types.context import Context
from generators.types.part import Part

SHIPPED = Path(__file__).parents[3] / "platform.yaml"


def parts_in(context: Context) -> tuple[Part, ...]:
    types = {each.name: each for each in TYPES}
    return tuple(part for each in context.components for part in types[each.type].objects(each, context))


@pytest.fixture(scope="session")
def platform() -> Platform:
    return read_platform(SHIPPED.read_text(), "platform.yaml", TYPES)[0]


@pytest.fixture(scope="session")
def contexts(platform: Platform) -> Mapping[str, Context]:
    """The context of each environment by its name, and that of the base as `base`."""
    environments = {
        each.name: Context(platform, TYPES_BY_NAME, each, each.components) for each in platform.environments
    }
    return {"base": Context(platform, TYPES_BY_NAME, None, platform.components), **environments}


@pytest.fixture(scope="session")
def parts(contexts: Mapping[str, Context]) -> Mapping[str, Mapping[str, Part]]:
    """Where -> part's name -> part."""
    return {where: {part.name: part for part in parts_in(context)} for where, context in contexts.items()}


@pytest.fixture(scope="session")
def body(parts: Mapping[str, Mapping[str, Part]]) -> Callable[[str, str, str], dict[str, Any]]:
    """(where, part, file) -> plain body."""

    def plain(where: str, part: str, file: str) -> dict[str, Any]:
        return trace(dict(parts[where][part].files)[file], "").body

    return plain


@pytest.fixture
def render() -> Callable[..., Mapping[str, Part]]:
    """Text of a platform.yaml and an environment's name (None: the base) -> part's name -> part."""

    def of(text: str, environment: str | None = None) -> Mapping[str, Part]:
        platform = read_platform(text, "platform.yaml", TYPES)[0]
        found = next((each for each in platform.environments if each.name == environment), None)
        context = Context(platform, TYPES_BY_NAME, found, found.components if found else platform.components)
        return {part.name: part for part in parts_in(context)}

    return of
