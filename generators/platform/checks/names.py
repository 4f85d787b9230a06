"""Names that fit everywhere they are used, and that nobody else uses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generators.platform.draft import Draft
from generators.platform.fault import Fault
from generators.platform.old_names import with_old_names
from generators.platform.values import Component

LONGEST_LABEL: Final = 63
LONGEST_CLUSTER: Final = 50  # CloudNativePG refuses longer names of a Cluster
HASH: Final = "-0123456789"  # controllers write a workload's name and a hash of ten into a label's value
RESERVED: Final = {
    "namespace": "overlays/<environment>/namespace",
    "pins": "images/pins",
    "all": "extras/all",
    "settings": "overlays/<environment>/<component>/settings",
    "platform": "clusters/<environment>/platform",
}
RESERVED_FILES: Final = {name: f"clusters/<environment>/platform/{name}.yaml" for name in ("kustomization", "deployer")}
TAKEN_NAMESPACES: Final = frozenset({"default", "flux-system"})


def taken_names(draft: Draft) -> dict[str, str]:
    """Names that no component may have -> what they are for."""
    made = {each.migration_name: f"the migration of {each.name}" for each in draft.components if each.migrates}
    made |= {
        f"{each.name}-artifact": f"the model of {each.name}" for each in draft.components if each.model is not None
    }
    made |= {name: f"the file {file}" for name, file in RESERVED_FILES.items()}
    return {name: f"the folder {folder}" for name, folder in RESERVED.items()} | made


def reserved(draft: Draft) -> Iterator[Fault]:
    taken = taken_names(draft)
    for name, source in draft.declared.items():
        if name in taken:
            yield Fault(source, f"the name `{name}` is reserved for {taken[name]}", "write another name", at_key=True)
    for environment in draft.environments:
        if environment.name == "all":
            yield Fault(
                environment.source,
                "the name `all` is reserved for the folder extras/all",
                "write another name",
                at_key=True,
            )


def short_enough(draft: Draft) -> Iterator[Fault]:
    """Components, with what is put behind and before their names; one fault each, the worst."""
    if draft.environment is not None:
        return
    for component in with_old_names(draft.components):
        if len(component.name) > LONGEST_LABEL:  # no DNS label at all, which is said of every name
            continue
        most = LONGEST_CLUSTER if component.type == "postgres" else LONGEST_LABEL
        uses = [(component.name, most, "CloudNativePG's Cluster"), (component.name + HASH, LONGEST_LABEL, "a label")]
        uses += [
            (f"{draft.name}-{environment.name}-{name}", LONGEST_LABEL, "Flux's Kustomization")
            for environment in draft.environments
            if draft.name is not None and component.name not in environment.disabled
            if environment.namespace is not None or len(f"{draft.name}-{environment.name}") <= LONGEST_LABEL
            for name in parts(component)
        ]
        name, most, what = max(uses, key=lambda use: len(use[0]) - use[1])
        if len(name) > most:
            source = f"{component.source}/was" if component.successor else component.source
            yield _too_long(source, what, name, most)


def short_namespace(draft: Draft) -> Iterator[Fault]:
    environment = draft.environment
    if environment is not None and draft.name is not None and environment.namespace is None:
        space = f"{draft.name}-{environment.name}"
        if len(space) > LONGEST_LABEL >= len(environment.name):
            yield _too_long(environment.source, "the namespace", space, LONGEST_LABEL)


def shared(draft: Draft) -> Iterator[Fault]:
    """No two environments share a namespace or a Flux name: they may share a cluster."""
    if draft.environment is not None or draft.name is None:
        return
    spaces: dict[str, str] = {}
    fluxes: dict[str, str] = {}
    for environment in draft.environments:
        space = environment.namespace.value if environment.namespace else f"{draft.name}-{environment.name}"
        source = environment.namespace.source if environment.namespace else environment.source
        other = spaces.setdefault(space, environment.name)
        if other != environment.name:
            yield Fault(
                source, f"found the namespace `{space}`, which is of {other} already", "write another namespace"
            )
        if space in TAKEN_NAMESPACES or space.startswith("kube-"):
            yield Fault(
                source,
                f"found the namespace `{space}`, which is not of this platform alone",
                f"write for example `{draft.name}-{environment.name}`",
            )
        for component in with_old_names(environment.components):
            for name in parts(component):
                flux = f"{draft.name}-{environment.name}-{name}"
                other = fluxes.setdefault(flux, environment.name)
                if other != environment.name:
                    yield Fault(
                        environment.source,
                        f"Flux's Kustomization `{flux}` is of {other} already",
                        "write another name of the environment",
                        at_key=True,
                    )


def parts(component: Component) -> tuple[str, ...]:
    """The names of a component's Flux Kustomizations, without the environment's."""
    if component.external is not None:
        return ()
    return (component.name, component.migration_name) if component.migrates else (component.name,)


def _too_long(source: str, what: str, name: str, most: int) -> Fault:
    return Fault(
        source,
        f"the name is too long, found {len(name)} characters in {what} `{name}`, of at most {most}",
        f"write a name that is {len(name) - most} shorter",
        at_key=True,
    )
