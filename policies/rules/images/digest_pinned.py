"""Images are pinned by digest."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from policies.answer import checkov, kyverno
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Profile, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.image import parse_image
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return any(use.image for use in workload.pod.images())


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for use in workload.pod.images():
        image = parse_image(use.image)
        exempt = any(fnmatchcase(use.image, glob) for glob in parameters["exempt"])
        if not use.image or exempt or image.has_valid_digest:
            continue
        if "${" in use.image:
            yield not_evaluated(workload.object, f"image {use.image} is substituted by Flux", use.pointer)
        elif image.digest:
            message = f"image {use.image} has a digest that is none"
            fix = "Write the digest that the registry shows: sha256: and 64 hexadecimal digits."
            yield failed(workload.object, message, use.pointer, use.container, fix)
        else:
            yield failed(workload.object, f"image {use.image} has no digest", use.pointer, use.container)


_DIGEST = "sha256:" + "0123456789abcdef" * 4

RULE = Rule(
    id="images/digest-pinned",
    demands="Every image, of a volume too, has a well-formed digest.",
    why="A tag can be moved to another image after review, or taken away as Bitnami's were in 2025; a digest can't.",
    fix="Pin it as tag@digest.",
    bad="""
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec:
      containers: [{name: agent, image: "registry.example.com/agent:1.5.0"}]
""",
    good=f"""
apiVersion: apps/v1
kind: DaemonSet
metadata: {{name: agent}}
spec:
  selector: {{matchLabels: {{app: agent}}}}
  template:
    metadata: {{labels: {{app: agent}}}}
    spec:
      containers: [{{name: agent, image: "registry.example.com/agent:1.5.0@{_DIGEST}"}}]
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(
        *checkov("CKV_K8S_43"),
        *kyverno("require-image-checksum"),
    ),
    judge=per_workload(_check, _applies),
    parameters=(Parameter("exempt", Kind.TEXTS, (), "Images that need none; * stands for any characters."),),
)
