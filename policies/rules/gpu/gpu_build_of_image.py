"""A container with a GPU runs a build that can use it."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from policies.parameters import GPU
from policies.per_workload import per_workload
from policies.rule import Kind, Parameter, Profile, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.container import Container
from policies.workload.gpu import asks_for_gpus
from policies.workload.image import parse_image
from policies.workload.workload import Workload
from policies.world import World


def _concerned(workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Container]:
    """The containers with a GPU whose image is built in two ways, wherever it was copied to."""
    for container in workload.pod.containers:
        name = parse_image(container.image).full_name
        known = any(fnmatchcase(name, f"*/{image}") for image in parameters["images"])
        if known and asks_for_gpus(container, parameters["resources"]):
            yield container


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return next(_concerned(workload, parameters), None) is not None


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for container in _concerned(workload, parameters):
        image = parse_image(container.image)
        if "${" in container.image:
            yield not_evaluated(workload.object, f"image {container.image} is substituted by Flux")
        elif not image.tag and image.digest:
            yield not_evaluated(workload.object, f"image {container.image} has no tag that names its build")
        elif "gpu" not in image.tag.split("-"):
            message = f"a GPU, but image {container.image} is a build for CPUs"
            yield failed(workload.object, message, container.image_pointer, container.name)


RULE = Rule(
    id="gpu/gpu-build-of-image",
    demands="A container with a GPU does not run a build for CPUs.",
    why="TensorFlow is published in two builds, and the one without -gpu in its tag starts, answers and never touches "
    "the GPU that the pod holds.",
    fix="Take the tag with -gpu, as in tensorflow/serving:2.19.1-gpu.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: model}
spec:
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      containers:
        - name: tf-serving
          image: tensorflow/serving:2.19.1
          resources: {limits: {nvidia.com/gpu: 1}}
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: model}
spec:
  selector: {matchLabels: {app: model}}
  template:
    metadata: {labels: {app: model}}
    spec:
      containers:
        - name: tf-serving
          image: tensorflow/serving:2.19.1-gpu
          resources: {limits: {nvidia.com/gpu: 1}}
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=per_workload(_check, _applies),
    parameters=(
        Parameter(
            "images",
            Kind.TEXTS,
            ("tensorflow/serving", "tensorflow/tensorflow"),
            "Ends of image names whose builds for GPUs have gpu in the tag; * stands for any characters.",
        ),
        GPU,
    ),
)
