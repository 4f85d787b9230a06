"""Names that several objects of a component or of an environment share."""

from __future__ import annotations

from generators.objects.labels import Labels
from generators.platform.values import Component, Sourced
from generators.types.context import Context
from generators.types.part import Image


def labels_of(component: Component, context: Context) -> Labels:
    """The labels of the component's objects."""
    return Labels(component.name, component.type, context.platform.name)


def image_of(component: Component, context: Context) -> Image:
    """The component's image: the placeholder is its name, the tag is its pin."""
    name = component.image or Sourced(f"{context.platform.registry}/{component.name}", component.source)
    return Image(component.name, name, component.name)


def priority_class_name(context: Context, priority: str) -> str | None:
    """The environment's PriorityClass. None in the base: the name holds the environment's."""
    if context.environment is None:
        return None
    return f"{context.platform.name}-{context.environment.name}-{priority}"


def config_name(component: Component) -> str:
    """The ConfigMap of `config`."""
    return f"{component.name}-config"


def files_name(component: Component) -> str:
    """The ConfigMap of `files`."""
    return f"{component.name}-files"
