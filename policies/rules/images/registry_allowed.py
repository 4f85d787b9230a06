"""Images come from registries that are allowed."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from policies.answer import kyverno
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.image import parse_image
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    any_said = parameters["allowed"] or parameters["forbidden"]
    return bool(any_said) and any(use.image for use in workload.pod.images())


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    allowed, forbidden = parameters["allowed"], parameters["forbidden"]
    for use in workload.pod.images():
        if not use.image:
            continue
        if "${" in use.image:
            yield not_evaluated(workload.object, f"image {use.image} is substituted by Flux", use.pointer)
            continue
        barred = next((entry for entry in forbidden if _is_below(use.image, entry)), None)
        if barred is not None:
            message = f"image {use.image} is from {barred}, which is forbidden"
            yield failed(workload.object, message, use.pointer, use.container)
        elif allowed and not any(_is_below(use.image, entry) for entry in allowed):
            message = f"image {use.image} is from none of {_some(allowed)}"
            yield failed(workload.object, message, use.pointer, use.container)


def _is_below(image: str, entry: str) -> bool:
    """Whether an image, with or without the registry that is meant where none is written, is that or below it."""
    reference = parse_image(image)
    names = (image, reference.name, reference.full_name)
    if "*" in entry:
        return any(fnmatchcase(name, entry) for name in names)
    folder = entry.rstrip("/") + "/"
    return any(name == entry or name.startswith(folder) for name in names)


def _some(entries: tuple[str, ...]) -> str:
    """The first three, and how many more there are."""
    return ", ".join(entries[:3]) + (f" and {len(entries) - 3} more" if len(entries) > 3 else "")


RULE = Rule(
    id="images/registry-allowed",
    demands="Every image, of a volume too, comes from an allowed registry and from no forbidden one.",
    why="An image from anywhere is code from anyone, and a registry of others limits pulls, moves and closes, as "
    "Docker Hub and Bitnami's catalogue did.",
    fix="Copy the image to an allowed registry, and name it there.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: "registry.example.com.evil.example/backend:1.5.0"}]
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: "registry.example.com/backend:1.5.0"}]
""",
    severity=Severity.ERROR,
    profile=None,
    answers=(*kyverno("restrict-image-registries"),),
    judge=per_workload(_check, _applies),
    parameters=(
        Parameter("allowed", Kind.TEXTS, (), "Registries, folders and images, or patterns with *; none: all."),
        Parameter("forbidden", Kind.TEXTS, (), "The same, of what is not allowed though it is below what is."),
    ),
    example_parameters={"allowed": ("registry.example.com",)},
)
