"""The kustomization.yaml bodies, with their fields in the order in which kustomize itself writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generators.platform.values import Setting
from generators.tree.config_map import literal
from generators.types.part import ConfigMapGenerator

Body = dict[str, Any]


def kustomization(
    resources: Sequence[str],
    *,
    namespace: str | None = None,
    generators: Sequence[ConfigMapGenerator] = (),
    images: Sequence[Body] = (),
    components: Sequence[str] = (),
) -> Body:
    """A Kustomization that lists files and folders."""
    body: Body = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "resources": [*resources]}
    if namespace:
        body["namespace"] = namespace
    if generators:
        body["configMapGenerator"] = [_generator(generator.name, generator.literals) for generator in generators]
    if images:
        body["images"] = [*images]
    if components:
        body["components"] = [*components]
    return body


def settings_component(patches: Sequence[Body], generators: Sequence[Body]) -> Body:
    """The Kustomize Component that holds what one environment changes."""
    body: Body = {"apiVersion": "kustomize.config.k8s.io/v1alpha1", "kind": "Component"}
    if patches:
        body["patches"] = [*patches]
    if generators:
        body["configMapGenerator"] = [*generators]
    return body


def changed_generator(base: ConfigMapGenerator, wanted: ConfigMapGenerator) -> Body | None:
    """How the settings change a ConfigMap of the base: `merge` where keys change or come, `replace` where one goes."""
    before = {setting.name: setting.value.value for setting in base.literals}
    after = {setting.name: setting.value.value for setting in wanted.literals}
    if before == after:
        return None
    removed = before.keys() - after.keys()
    changed = [setting for setting in wanted.literals if removed or before.get(setting.name) != setting.value.value]
    return _generator(wanted.name, changed, behavior="replace" if removed else "merge")


def _generator(name: str, settings: Sequence[Setting], behavior: str | None = None) -> Body:
    body: Body = {"name": name}
    if behavior:
        body["behavior"] = behavior
    if settings:
        body["literals"] = [literal(setting) for setting in settings]
    return body
