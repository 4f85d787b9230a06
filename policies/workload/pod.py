"""A pod template, read once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from manifests.pointer import child
from policies.workload.container import Container, Resources, Role, read_container, read_resources
from policies.workload.field import Field

_LISTS = (
    ("initContainers", Role.INIT),
    ("containers", Role.REGULAR),
    ("ephemeralContainers", Role.EPHEMERAL),
)


@dataclass(frozen=True, slots=True)
class ImageUse:
    """An image that a pod pulls: by a container, or by a volume (`container` None).

    `policy` is its pull policy as written, of whatever type, None where absent; `policy_pointer` is where it stands or
    would stand.
    """

    image: str
    pointer: str
    container: str | None
    policy: Any
    policy_pointer: str


@dataclass(frozen=True, slots=True)
class Pod:
    """What a workload's pods are made of.

    `containers` are all, init containers first, as written. `resources` are the pod's own (KEP-2837), which hold for
    all its containers together. `volume_images` are the images mounted as volumes. `overhead` is `spec.overhead`.
    """

    containers: tuple[Container, ...]
    labels: Mapping[str, str]
    resources: Resources
    volume_images: tuple[ImageUse, ...]
    overhead: Mapping[str, Any]
    spec: Mapping[str, Any]
    pointer: str

    def of(self, *roles: Role) -> Iterator[Container]:
        """The containers of these roles, in the order in which they are written."""
        return (container for container in self.containers if container.role in roles)

    def needing_resources(self, init: bool) -> Iterator[Container]:
        """The containers whose requests and limits count while the pod runs, init containers only if asked for.

        Ephemeral containers can't have any.
        """
        roles = (Role.REGULAR, Role.SIDECAR, Role.INIT) if init else (Role.REGULAR, Role.SIDECAR)
        return self.of(*roles)

    def images(self) -> Iterator[ImageUse]:
        """Every image the pod pulls, containers first."""
        for container in self.containers:
            policy, field = container.body.get("imagePullPolicy"), child(container.pointer, "imagePullPolicy")
            yield ImageUse(container.image, container.image_pointer, container.name, policy, field)
        yield from self.volume_images


def read_pod(spec: Field, labels: Field) -> Pod:
    """The pod whose PodSpec stands at `spec` and whose labels at `labels`; raises UnreadableError."""
    return Pod(
        containers=tuple(read_container(item, role) for key, role in _LISTS for item in spec.at(key).items()),
        labels=labels.texts(),
        resources=read_resources(spec.at("resources")),
        volume_images=tuple(_volume_images(spec.at("volumes"))),
        overhead=spec.at("overhead").quantities(),
        spec=spec.mapping(),
        pointer=spec.pointer,
    )


def _volume_images(volumes: Field) -> Iterator[ImageUse]:
    for volume in volumes.items():
        image = volume.at("image")
        if image.value is not None:
            reference = image.at("reference")
            policy = image.at("pullPolicy")
            yield ImageUse(reference.text(), reference.pointer, None, policy.value, policy.pointer)
