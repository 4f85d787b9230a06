"""Images have a tag that says what they are."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kube_linter, kube_score, kyverno, polaris
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
        if not use.image or image.digest:
            continue
        if "${" in use.image:
            yield not_evaluated(workload.object, f"image {use.image} is substituted by Flux", use.pointer)
        elif not image.tag:
            yield failed(workload.object, f"image {use.image} has no tag", use.pointer, use.container)
        elif image.tag in parameters["forbidden_tags"]:
            yield failed(workload.object, f"image {use.image} has the tag {image.tag}", use.pointer, use.container)


RULE = Rule(
    id="images/tag-pinned",
    demands="Every image, of a volume too, has a tag that is not latest, or a digest.",
    why="Without a tag, and with latest, two pods of one workload run different code, and no rollback brings the old "
    "one back (Kubernetes, Images).",
    fix="Write the version as tag, better with its digest.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: "registry.example.com:5000/backend"}]
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
      containers: [{name: api, image: "registry.example.com:5000/backend:1.5.0"}]
""",
    severity=Severity.ERROR,
    profile=Profile.PRODUCTION,
    answers=(
        *kube_linter("latest-tag"),
        *kube_score("container-image-tag"),
        *polaris("tagNotSpecified"),
        *checkov("CKV_K8S_14"),
        *kyverno("disallow-latest-tag"),
    ),
    judge=per_workload(_check, _applies),
    parameters=(Parameter("forbidden_tags", Kind.TEXTS, ("latest",), "Tags that count as none."),),
)
