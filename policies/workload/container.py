"""One container of a pod, with what rules ask about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from manifests.pointer import join
from policies.workload.field import Field


class Role(Enum):
    """What a container is to its pod. A sidecar is an init container with `restartPolicy: Always` (KEP-753)."""

    REGULAR = "container"
    INIT = "init container"
    SIDECAR = "sidecar"
    EPHEMERAL = "ephemeral container"


@dataclass(frozen=True, slots=True)
class Resources:
    """Requests and limits as written, nulls left out, and the pointer at which they stand or would stand."""

    requests: Mapping[str, Any]
    limits: Mapping[str, Any]
    pointer: str

    def request_pointer(self, name: str) -> str:
        return self.pointer + join("requests", name)

    def limit_pointer(self, name: str) -> str:
        return self.pointer + join("limits", name)


@dataclass(frozen=True, slots=True)
class Container:
    """A container. `image` is "" where none is written; `body` is the container as it stands in the object."""

    name: str
    role: Role
    image: str
    image_pointer: str
    resources: Resources
    body: Mapping[str, Any]
    pointer: str


def read_container(field: Field, role: Role) -> Container:
    """The container at `field`; raises UnreadableError."""
    if role is Role.INIT and field.at("restartPolicy").value == "Always":
        role = Role.SIDECAR
    image = field.at("image")
    return Container(
        name=field.at("name").text(),
        role=role,
        image=image.text(),
        image_pointer=image.pointer,
        resources=read_resources(field.at("resources")),
        body=field.mapping(),
        pointer=field.pointer,
    )


def read_resources(field: Field) -> Resources:
    """The requests and limits of a container or of a pod; raises UnreadableError."""
    return Resources(field.at("requests").quantities(), field.at("limits").quantities(), field.pointer)
