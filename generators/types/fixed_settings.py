"""ConfigMaps whose names carry no hash: for pods that start long after Flux has pruned what a hash named."""

from __future__ import annotations

from generators.objects.body import Body
from generators.objects.config_map import config_map
from generators.objects.volumes import file_key
from generators.platform.values import Component
from generators.types.context import Context
from generators.types.naming import config_name, files_name, labels_of


def fixed_config_maps(component: Component, context: Context) -> list[Body]:
    """The ConfigMaps of `config` and of `files`."""
    labels = labels_of(component, context)
    maps = []
    if context.has_config(component):
        data = {setting.name: setting.value for setting in component.config}
        maps.append(config_map(config_name(component), labels, data))
    if component.files:
        maps.append(config_map(files_name(component), labels, {file_key(file): file.text for file in component.files}))
    return maps


def as_files(component: Component, maps: list[Body]) -> tuple[tuple[str, Body], ...]:
    """(file name, body) of each."""
    return tuple(
        (f"config-map-{each['metadata']['name'].removeprefix(component.name + '-')}.yaml", each) for each in maps
    )
