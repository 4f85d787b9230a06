"""What kustomize makes of placeholders and generator names is what the intent says."""

from generators.platform.values import Setting, Sourced
from generators.tree.config_map import hashed_name
from generators.tree.inputs import Inputs, Pin
from generators.tree.intent import intended_objects
from generators.tree.traced import trace
from generators.types.part import ConfigMapGenerator, Image, Part

POD = {
    "apiVersion": "v1",
    "kind": "Pod",
    "metadata": {"name": "app"},
    "spec": {
        "containers": [
            {
                "name": "app",
                "image": "app",
                "envFrom": [{"configMapRef": {"name": "settings"}}],
                "env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "A"}}}],
            }
        ],
        "volumes": [
            {"name": "settings", "configMap": {"name": "settings"}},
            {"name": "other", "configMap": {"name": "other"}},
            {"name": "model", "image": {"reference": "app-artifact"}},
        ],
    },
}
DIGEST = "sha256:" + "0" * 64


def test_images_are_pinned_and_references_renamed_where_they_stand_and_nowhere_else() -> None:
    part = Part(
        name="app",
        files=(("pod.yaml", POD),),
        generators=(ConfigMapGenerator("settings", (Setting("A", Sourced("1", "/components/app/config/A")),)),),
        images=(
            Image("app", Sourced("registry.example.com/app", ""), "app"),
            Image("app-artifact", Sourced("registry.example.com/app-artifact", ""), "app"),
        ),
        rollout_seconds=60,
        depends_on=(),
        health=(),
        source="/components/app",
    )
    pins = {("prod", "app"): Pin("1.0", None), ("prod", "app-artifact"): Pin("2026.1", DIGEST)}
    traced = [trace(body, part.source) for _, body in part.files]
    pod, config_map = intended_objects(part, traced, "prod", "shop-prod", Inputs(pins, frozenset()))
    name = hashed_name("settings", {"A": "1"})
    assert pod.body["metadata"] == {"name": "app", "namespace": "shop-prod"}
    assert pod.body["spec"] == {
        "containers": [
            {
                "name": "app",
                "image": "registry.example.com/app:1.0",
                "envFrom": [{"configMapRef": {"name": name}}],
                "env": [{"name": "A", "valueFrom": {"configMapKeyRef": {"name": name, "key": "A"}}}],
            }
        ],
        "volumes": [
            {"name": "settings", "configMap": {"name": name}},
            {"name": "other", "configMap": {"name": "other"}},
            {"name": "model", "image": {"reference": f"registry.example.com/app-artifact:2026.1@{DIGEST}"}},
        ],
    }
    assert config_map.body["data"] == {"A": "1"}
    assert config_map.source_of("/data/A") == "/components/app/config/A"
    assert config_map.source_of("/metadata/name") == "/components/app"
