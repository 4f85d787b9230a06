"""What holds for every type in the catalogue, so also for the next one: its smallest component, and that scaled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from generators.platform.component_type import ComponentType
from generators.platform.keys.catalogue import keys_of
from generators.tree.traced import trace
from generators.types.catalogue import TYPES
from generators.types.deployer import RIGHTS
from generators.types.part import Part
from manifests.identity import identity_of
from manifests.schemas.judge import validate

Render = Callable[..., Mapping[str, Part]]

SCALED = {
    "resources": {"requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"memory": "64Mi"}},
    "scale": {"by": "cpu", "target": "60%", "between": [2, 4]},
}
OWN = {"redis": {"version": "8"}}  # where the example of a key is meant for another type
ENVIRONMENTS = {"small": {"domain": "small.example.com"}, "large": {"domain": "large.example.com", "gpus": 9}}


def smallest(component_type: ComponentType) -> dict[str, Any]:
    """What the type cannot do without, each key as its own example writes it."""
    examples = [yaml.safe_load(key.example) for key in keys_of(component_type) if key.name in component_type.required]
    written = {key: value for example in examples for key, value in example.items()}
    return {"type": component_type.name, **written, **OWN.get(component_type.name, {})}


def components() -> list[Any]:
    scaled = [each for each in TYPES if "scale" in each.keys]
    return [
        *(pytest.param(smallest(each), id=f"smallest {each.name}") for each in TYPES),
        *(pytest.param(smallest(each) | SCALED, id=f"scaled {each.name}") for each in scaled),
    ]


def bodies(render: Render, component: Mapping[str, Any], environment: str | None) -> list[dict[str, Any]]:
    platform = {
        "name": "shop",
        "kubernetes": "1.35",
        "registry": "registry.example.com/shop",
        "cluster": {"provides": ["metrics-server", "cloudnative-pg"], "api_server": ["10.0.0.1/32"]},
        "components": {"one": dict(component)},
        "environments": ENVIRONMENTS,
    }
    parts = render(yaml.safe_dump(platform, sort_keys=False), environment)
    return [trace(body, "").body for part in parts.values() for _, body in part.files]


def pods(rendered: list[dict[str, Any]]) -> list[dict[str, Any]]:
    specs = [body.get("spec", {}).get("jobTemplate", body).get("spec", {}) for body in rendered]
    return [spec["template"]["spec"] for spec in specs if "template" in spec]


each_component = pytest.mark.parametrize("component", components())
each_place = pytest.mark.parametrize("where", [None, *ENVIRONMENTS], ids=["base", *ENVIRONMENTS])


@pytest.mark.parametrize("each", TYPES, ids=lambda each: each.name)
def test_a_type_is_a_file_of_its_name(each: ComponentType) -> None:
    folder = Path(__file__).parents[3] / "generators" / "types"
    assert (folder / f"{each.name.replace('-', '_')}.py").is_file()


@each_component
@each_place
def test_every_object_passes_its_strict_schema(render: Render, component: Any, where: str | None) -> None:
    rendered = bodies(render, component, where)
    assert rendered
    assert validate(rendered, "1.35") == []


@each_component
@pytest.mark.parametrize("where", ENVIRONMENTS)
def test_every_environment_has_the_objects_of_the_base(render: Render, component: Any, where: str) -> None:
    here, base = ([identity_of(body) for body in bodies(render, component, place)] for place in (where, None))
    assert here == base


@each_component
def test_flux_may_change_every_kind(render: Render, component: Any) -> None:
    may = {
        (group, resource) for (group, resources), verbs in RIGHTS.items() if "patch" in verbs for resource in resources
    }
    kinds = [(identity_of(body).group, body["kind"].lower()) for body in bodies(render, component, None)]
    assert {(group, f"{kind[:-1]}ies" if kind.endswith("y") else f"{kind}s") for group, kind in kinds} <= may


@each_component
@each_place
def test_no_replicas_stand_beside_an_autoscaler(render: Render, component: Any, where: str | None) -> None:
    rendered = bodies(render, component, where)
    scaled = [body["spec"]["scaleTargetRef"] for body in rendered if body["kind"] == "HorizontalPodAutoscaler"]
    assert len(scaled) == ("scale" in component)
    for target in scaled:
        workloads = [
            body for body in rendered if (body["kind"], body["metadata"]["name"]) == (target["kind"], target["name"])
        ]
        assert ["replicas" in body["spec"] for body in workloads] == [False]


@each_component
@each_place
def test_every_container_has_requests_and_a_memory_limit(render: Render, component: Any, where: str | None) -> None:
    for pod in pods(bodies(render, component, where)):
        for container in [*pod["containers"], *pod.get("initContainers", [])]:
            assert {"cpu", "memory"} <= container["resources"]["requests"].keys()
            assert "memory" in container["resources"]["limits"]


@each_component
@each_place
def test_every_pod_passes_pod_security_restricted(render: Render, component: Any, where: str | None) -> None:
    for pod in pods(bodies(render, component, where)):
        assert pod["securityContext"]["runAsNonRoot"] is True
        assert pod["securityContext"]["runAsUser"] > 0
        assert pod["securityContext"]["seccompProfile"] == {"type": "RuntimeDefault"}
        assert not {"hostNetwork", "hostPID", "hostIPC"} & pod.keys()
        for container in [*pod["containers"], *pod.get("initContainers", [])]:
            assert container["securityContext"]["allowPrivilegeEscalation"] is False
            assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}
        kinds = {key for volume in pod.get("volumes", []) for key in volume if key != "name"}
        assert kinds <= {"emptyDir", "configMap", "image", "persistentVolumeClaim", "projected", "secret"}
