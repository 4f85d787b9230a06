"""Whether the object that a reference names is there: written, made by an operator, or made by Kubernetes."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from policies.objects import Object
from policies.workload.made import made_from
from policies.world import World

_NUMBER = re.compile(r"[0-9]+$")
# What every namespace has (RootCAConfigMap, ServiceAccount controller), and OpenShift's own certificate.
_EVERYWHERE = {
    ("ConfigMap", "kube-root-ca.crt"),
    ("ConfigMap", "openshift-service-ca.crt"),
    ("ServiceAccount", "default"),
}
_OWN_GROUPS = ("kustomize.toolkit.fluxcd.io", "source.toolkit.fluxcd.io", "argoproj.io", "keda.sh")


@dataclass(frozen=True, slots=True)
class Present:
    """The names that are there though nobody wrote them, and who else may make some.

    `made` has kind, namespace and name of what operators make; `makers` the custom objects of each namespace by name,
    whose operators name what they make after them; `charts` the HelmReleases that install into each namespace.
    """

    made: frozenset[tuple[str, str, str]]
    makers: Mapping[tuple[str, str], Object]
    charts: Mapping[str, Object]

    def is_made(self, kind: str, namespace: str, name: str) -> bool:
        """Whether an operator, or Kubernetes itself, makes an object of this name."""
        if (kind, name) in _EVERYWHERE or (kind, namespace, name) == ("Service", "default", "kubernetes"):
            return True
        return (kind, namespace, name) in self.made or (kind, namespace, _NUMBER.sub("*", name)) in self.made

    def possible_maker(self, namespace: str, name: str) -> Object | None:
        """A HelmRelease into the namespace, or a custom object that the name begins with."""
        if namespace in self.charts:
            return self.charts[namespace]
        prefixes = (name[: match.start()] for match in re.finditer("-|$", name))
        return next((self.makers[namespace, each] for each in prefixes if (namespace, each) in self.makers), None)


def present(world: World) -> Present:
    """For `World.index`."""
    return Present(frozenset(_made(world)), dict(_makers(world)), dict(_charts(world)))


def find(world: World, kind: str, namespace: str, name: str, group: str = "") -> Object | None:
    """The object of this group, kind and name in the namespace, if it is written."""
    return next((item for item in world.named(kind, name) if item.group == group and item.namespace == namespace), None)


def _made(world: World) -> Iterator[tuple[str, str, str]]:
    for item in world.objects:
        for kind, name in made_from(item):
            yield kind, item.namespace, name


def _makers(world: World) -> Iterator[tuple[tuple[str, str], Object]]:
    for item in world.objects:
        if "." in item.group and not item.group.endswith(".k8s.io") and item.group not in _OWN_GROUPS:
            yield (item.namespace, item.name), item


def _charts(world: World) -> Iterator[tuple[str, Object]]:
    for item in world.of_kind("HelmRelease"):
        spec = item.body.get("spec")
        target = spec.get("targetNamespace") if isinstance(spec, Mapping) else None
        yield target if isinstance(target, str) else item.namespace, item
