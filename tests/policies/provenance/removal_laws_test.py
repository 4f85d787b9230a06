"""The law of blame for a field that is gone: without the patch that is blamed it would be there.

Small repositories are made at random and built by real kustomize. Containers are put in front, so that the index of a
list means another element in each layer.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from manifests.kustomize.build import build_directories
from manifests.kustomize.tool import find_kustomize
from policies.engine.elements import elements_of
from policies.finding import Finding, Report
from policies.objects import Object
from policies.provenance import locate
from policies.rule import Severity

HEAD = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: app}\n"
BASE = f"""{HEAD}spec:
  template:
    spec:
      containers:
        - name: main
          image: app:1
          resources: {{limits: {{memory: 1Gi}}}}
"""


def in_main(text: str) -> str:
    return f"{HEAD}spec: {{template: {{spec: {{containers: [{{name: main, {text}}}]}}}}}}\n"


PATCHES = {
    "null": in_main("resources: {limits: {memory: null}}"),
    "delete": in_main("resources: {limits: {$patch: delete}}"),
    "replace": in_main("resources: {$patch: replace, requests: {cpu: 1}}"),
    "set": in_main("resources: {limits: {memory: 2Gi}}"),
    "other": in_main("resources: {limits: {cpu: 2}}"),
    "first": HEAD + "spec: {template: {spec: {containers: [{name: first, image: 'b:1'}]}}}\n",
    "json remove": "- {op: remove, path: /spec/template/spec/containers/0/resources/limits/memory}\n",
    "json replace": "- {op: replace, path: /spec/template/spec/containers/0/resources, value: {limits: {cpu: 3}}}\n",
    "json first": "- {op: add, path: /spec/template/spec/containers/0, value: {name: second, image: 'c:1'}}\n",
}


@dataclass(frozen=True)
class Patch:
    form: str
    layer: str


patches = st.builds(Patch, st.sampled_from(sorted(PATCHES)), st.sampled_from(["base", "component", "overlay"]))


def files_of(found: list[Patch], but: int | None = None) -> dict[str, str]:
    """The repository; patch number n is the file `p<n>.yaml`."""
    files = {
        "base/app.yaml": BASE,
        "component/more.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n",
    }
    heads = {
        "base": "resources: [app.yaml]\n",
        "component": "kind: Component\nresources: [more.yaml]\n",
        "overlay": "resources: [../base]\ncomponents: [../component]\nnamePrefix: a-\n",
    }
    for layer, head in heads.items():
        mine = [index for index, patch in enumerate(found) if patch.layer == layer and index != but]
        listed = "".join(f"  - {{path: p{index}.yaml, target: {{kind: Deployment}}}}\n" for index in mine)
        files[f"{layer}/kustomization.yaml"] = head + (f"patches:\n{listed}" if mine else "")
        files |= {f"{layer}/p{index}.yaml": PATCHES[found[index].form] for index in mine}
    return files


def built(root: Path, trees: Mapping[str, Mapping[str, str]]) -> dict[str, Mapping[str, Any] | None]:
    for name, files in trees.items():
        for path, text in files.items():
            (root / name / path).parent.mkdir(parents=True, exist_ok=True)
            (root / name / path).write_text(text, encoding="utf-8")
    builds = build_directories(root, [f"{name}/overlay" for name in trees], find_kustomize(), isolated=True)
    return {
        name: next((body for body in builds[f"{name}/overlay"].objects if body["kind"] == "Deployment"), None)
        for name in trees
    }


def memory_of(body: Mapping[str, Any]) -> Any:
    containers = body["spec"]["template"]["spec"]["containers"]
    main: Any = next((each for each in containers if each.get("name") == "main"), {})
    return ((main.get("resources") or {}).get("limits") or {}).get("memory")


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(st.lists(patches, min_size=1, max_size=5))
def test_without_the_blamed_patch_the_field_would_be_there(found: list[Patch]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        body = built(root, {"it": files_of(found)})["it"]
        assume(body is not None and memory_of(body) is None)
        assert body is not None
        containers = body["spec"]["template"]["spec"]["containers"]
        names = [each.get("name") for each in containers]
        assume("main" in names)
        field = f"/spec/template/spec/containers/{names.index('main')}/resources/limits/memory"
        item = Object(body, None, "overlay")
        finding = Finding(
            "a/b", Severity.ERROR, None, item.identity, None, field, "it is", "Do.", "overlay",
            elements=elements_of(body, field),
        )  # fmt: skip
        (placed,) = locate(Report((finding,), {}, ()), root / "it", objects=[item]).findings
        assert placed.location is not None
        without = built(root, {f"w{index}": files_of(found, but=index) for index in range(len(found))})
        decisive = [
            f"{patch.layer}/p{index}.yaml"
            for index, patch in enumerate(found)
            if (other := without[f"w{index}"]) is not None and memory_of(other) is not None
        ]
        assert not decisive or placed.location.file in decisive, (placed.chain, decisive)
