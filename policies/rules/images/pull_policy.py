"""Images are pulled by a given policy."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import checkov, kube_score, kyverno, polaris
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.image import parse_image
from policies.workload.workload import Workload
from policies.world import World

_POLICIES = ("Always", "IfNotPresent", "Never")


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return any(use.image for use in workload.pod.images())


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    wanted = parameters["is"]
    for use in workload.pod.images():
        if not use.image or use.policy == wanted:
            continue
        if use.policy is not None:
            shown = use.policy if use.policy in _POLICIES else "no policy that Kubernetes knows"
            message = f"image {use.image}: pull policy is {shown}, not {wanted}"
            yield failed(workload.object, message, use.policy_pointer, use.container)
        elif not parameters["unset_counts"]:
            message = f"image {use.image}: no pull policy"
            yield failed(workload.object, message, use.policy_pointer, use.container)
        elif "${" in use.image:
            yield not_evaluated(workload.object, f"image {use.image} is substituted by Flux", use.policy_pointer)
        elif _default_policy(use.image) != wanted:
            message = f"image {use.image}: pull policy is {_default_policy(use.image)} where none is written"
            yield failed(workload.object, message, use.policy_pointer, use.container)


def _default_policy(image: str) -> str:
    """What Kubernetes takes where none is written (SetDefaults_Container, ParseImageName)."""
    reference = parse_image(image)
    untagged = not reference.tag and not reference.digest
    return "Always" if untagged or reference.tag == "latest" else "IfNotPresent"


RULE = Rule(
    id="images/pull-policy",
    demands="Every image, of a volume too, is pulled by the wanted policy.",
    why="With Always a node asks the registry each time, so that nobody starts an image that another team pulled with "
    "its secret (AlwaysPullImages); with IfNotPresent a pod starts while the registry is away.",
    fix="Write imagePullPolicy.",
    bad="""
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
    good="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: "registry.example.com/backend:1.5.0", imagePullPolicy: Always}]
""",
    severity=Severity.ERROR,
    profile=None,
    answers=(
        *kube_score("container-image-pull-policy"),
        *polaris("pullPolicyNotAlways"),
        *checkov("CKV_K8S_15"),
        *kyverno("imagepullpolicy-always"),
    ),
    judge=per_workload(_check, _applies),
    parameters=(
        Parameter("is", Kind.CHOICE, "Always", "The policy that is wanted.", _POLICIES),
        Parameter("unset_counts", Kind.BOOL, True, "Whether Kubernetes' default counts where no policy is written."),
    ),
)
