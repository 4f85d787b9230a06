"""What kustomize makes of an environment's folders, object by object, as Flux would apply it."""

from pathlib import Path
from typing import Any

from manifests.errors import UserError
from manifests.kustomize.build import build_directories
from manifests.kustomize.tool import find_kustomize

Body = dict[str, Any]
_TEMPLATES = {"Deployment", "StatefulSet", "Job"}


def folders_of(root: Path, environment: str) -> list[str]:
    """The folders that Flux builds for an environment: its part of clusters/, and every overlay."""
    overlays = sorted(path.parent for path in (root / "overlays" / environment).glob("*/kustomization.yaml"))
    return [f"clusters/{environment}/platform", *(str(path.relative_to(root)) for path in overlays)]


def objects_of(root: Path, environment: str) -> list[Body]:
    """All objects of an environment. Raises UserError with kustomize's words for a folder that does not build."""
    built = build_directories(root, folders_of(root, environment), find_kustomize())
    for build in built.values():
        if build.error is not None:
            raise UserError(f"{build.directory}: {build.error}")
    return [body for build in built.values() for body in build.objects]


def pod_of(body: Body) -> Body | None:
    """The pod that a workload's controller would create, None for what is no workload."""
    if body["kind"] not in _TEMPLATES:
        return None
    template = body["spec"]["template"]
    spec = {"restartPolicy": "Always", **template["spec"]}
    metadata = {**template["metadata"], "name": f"{body['metadata']['name']}-proof"}
    metadata["namespace"] = body["metadata"]["namespace"]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec}


def is_ground(body: Body) -> bool:
    """Whether pods of the namespace cannot be judged without it: the namespace, its limits, priorities, accounts."""
    return body["kind"] in {"Namespace", "ResourceQuota", "LimitRange", "PriorityClass", "ServiceAccount"}
