"""clusters/<env>/platform: one Flux Kustomization a part, and the account it acts as.

Nothing is generated directly in clusters/<env>/: `flux bootstrap` owns that folder, and its GitRepository is the
source.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from generators.platform.values import Environment, Platform
from generators.tree.generated_file import GeneratedFile
from generators.tree.inputs import NAMESPACE_PART
from generators.tree.intent import Folder
from generators.tree.kustomization import kustomization
from generators.tree.rendering import Rendering, follows_from, rendered
from generators.tree.traced import trace, trace_all
from generators.types.deployer import FLUX_ACCOUNT, FLUX_NAMESPACE, deployer_name, deployer_service_account
from generators.types.part import Dependency, Part
from manifests.duration import format_duration
from manifests.writer import to_yaml

Body = dict[str, Any]

_SHORTEST_TIMEOUT_SECONDS = 300
_WAS_READY_ONCE = "has(dep.status.lastAppliedRevision)"


def flux_name(platform: Platform, environment: Environment, part: str) -> str:
    """The name of a part's Flux Kustomization: it carries the environment, because several may share a cluster."""
    return f"{platform.name}-{environment.name}-{part}"


def flux_files(
    platform: Platform, environment: Environment, parts: tuple[Part, ...], before: Mapping[str, Rendering]
) -> tuple[Rendering, Folder]:
    """The files of clusters/<env>/platform, and what they must build to; what is in `before` of the same is taken."""
    directory = f"clusters/{environment.name}/platform"
    deployer = deployer_service_account(platform, environment)
    bodies = [("deployer.yaml", deployer, environment.source), _namespace(platform, environment)]
    bodies += [(f"{part.name}.yaml", _component(platform, environment, part), part.source) for part in parts]
    key = follows_from([directory, bodies, environment.source])
    meant = partial(trace_all, [(body, source) for _, body, source in bodies])
    make = partial(_files, directory, bodies, environment.source)
    return rendered(before.get(directory), key, make), Folder(environment.name, directory, meant, follows_from=key)


def _files(directory: str, bodies: Sequence[tuple[str, Body, str]], source_of_list: str) -> dict[str, GeneratedFile]:
    files = {
        f"{directory}/{name}": GeneratedFile(to_yaml(trace(body, "").body), source) for name, body, source in bodies
    }
    listing = kustomization([name for name, _, _ in bodies])
    files[f"{directory}/kustomization.yaml"] = GeneratedFile(to_yaml(listing), source_of_list)
    return files


def _namespace(platform: Platform, environment: Environment) -> tuple[str, Body, str]:
    """Flux itself applies the namespace: the deployer gets its rights there and cannot grant them to itself."""
    body = _flux_kustomization(platform, environment, NAMESPACE_PART, [], _SHORTEST_TIMEOUT_SECONDS)
    body["spec"]["serviceAccountName"] = FLUX_ACCOUNT
    return f"{NAMESPACE_PART}.yaml", body, environment.source


def _component(platform: Platform, environment: Environment, part: Part) -> Body:
    depends_on = [{"name": flux_name(platform, environment, NAMESPACE_PART)}]
    depends_on += [_dependency(platform, environment, dependency) for dependency in part.depends_on]
    timeout = max(part.rollout_seconds, _SHORTEST_TIMEOUT_SECONDS)
    body = _flux_kustomization(platform, environment, part.name, depends_on, timeout)
    spec = body["spec"]
    if part.force:
        spec["force"] = True
    spec["serviceAccountName"] = deployer_name(platform, environment)
    if part.health:
        spec["healthCheckExprs"] = [
            {"apiVersion": check.api_version, "kind": check.kind, "current": check.current} for check in part.health
        ]
    return body


def _dependency(platform: Platform, environment: Environment, dependency: Dependency) -> Body:
    """Strict: Ready at the same revision. Else "was Ready once", so that a long rollout holds nothing back."""
    body = {"name": flux_name(platform, environment, dependency.part)}
    return body if dependency.strict else {**body, "readyExpr": _WAS_READY_ONCE}


def _flux_kustomization(
    platform: Platform, environment: Environment, part: str, depends_on: list[Body], timeout_seconds: int
) -> Body:
    spec: Body = {"dependsOn": depends_on} if depends_on else {}
    spec |= {
        "interval": "1h",
        "retryInterval": "2m",
        "timeout": format_duration(timeout_seconds),
        "sourceRef": {"kind": "GitRepository", "name": FLUX_NAMESPACE},
        "path": f"./overlays/{environment.name}/{part}",
        "prune": True,
        "wait": True,
    }
    return {
        "apiVersion": "kustomize.toolkit.fluxcd.io/v1",
        "kind": "Kustomization",
        "metadata": {"name": flux_name(platform, environment, part), "namespace": FLUX_NAMESPACE},
        "spec": spec,
    }
