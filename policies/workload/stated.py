"""Facts that a workload states about itself, as annotations `roadstead.dev/...`."""

from manifests.duration import parse_duration
from manifests.pointer import join
from policies.workload.container import Container, Role
from policies.workload.field import Field, UnreadableError
from policies.workload.workload import Workload

_PREFIX = "roadstead.dev/"
_LARGEST_PERCENT = 3  # digits


def annotation_pointer(name: str) -> str:
    """Where the annotation of a fact, such as "loads-within", stands or would stand."""
    return join("metadata", "annotations", _PREFIX + name)


def stated_text(workload: Workload, name: str) -> str:
    """The fact as it is written, "" where it is not; raises UnreadableError."""
    return Field(workload.object.body).at("metadata", "annotations", _PREFIX + name).text()


def stated_seconds(workload: Workload, name: str) -> int | None:
    """A fact that is a duration such as "10m", in seconds, None where not stated; raises UnreadableError."""
    text = stated_text(workload, name)
    if not text:
        return None
    try:
        return parse_duration(text)
    except ValueError as error:
        raise UnreadableError(f"annotation {_PREFIX}{name}: {error}") from error


def stated_percent(workload: Workload, name: str) -> int | None:
    """A fact that is a whole percentage, "80" or "80%", None where not stated; raises UnreadableError."""
    text = stated_text(workload, name)
    if not text:
        return None
    digits = text.removesuffix("%")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= _LARGEST_PERCENT and int(digits)):
        raise UnreadableError(f"annotation {_PREFIX}{name} is no percentage: write a whole number, as in 80")
    return int(digits)


def main_container(workload: Workload) -> Container | None:
    """The container that a fact on "the program" is about: the one that kubectl takes by default, or the first.

    None where the pod has no container. Raises UnreadableError.
    """
    template = Field(workload.object.body).at(*workload.kind.template)
    named = template.at("metadata", "annotations", "kubectl.kubernetes.io/default-container").text()
    containers = list(workload.pod.of(Role.REGULAR))
    return next((container for container in containers if container.name == named), next(iter(containers), None))
