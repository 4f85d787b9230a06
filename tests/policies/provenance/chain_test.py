"""What leads to a finding's line: every place that had a say, and which of several holds."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path

import pytest

from manifests.kustomize.build import build_directories
from manifests.kustomize.tool import find_kustomize
from policies.configuration.values import Configuration, RuleSettings
from policies.engine import judge
from policies.engine.elements import elements_of
from policies.finding import Finding, Report
from policies.load import load
from policies.objects import Object
from policies.provenance import locate
from policies.rule import Severity

Write = Callable[[Mapping[str, str]], Path]

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: backend
spec:
  replicas: 2
  template:
    spec:
      containers:
        - name: api
          image: backend:1.0
          resources:
            limits:
              memory: 1Gi
"""
NAMED = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: backend}\n"
BASE = {"base/kustomization.yaml": "resources: [deployment.yaml]\n", "base/deployment.yaml": DEPLOYMENT}
API = "/spec/template/spec/containers/0"


def overlay(*lines: str, resources: str = "../base", **files: str) -> dict[str, str]:
    text = "\n".join([f"resources: [{resources}]", *lines, ""])
    named = {f"overlay/{name.replace('__', '.')}": content for name, content in files.items()}
    return {**BASE, "overlay/kustomization.yaml": text, **named}


CASES: list[tuple[str, dict[str, str], str, list[str]]] = [
    ("a field of the base", overlay(), "/spec/replicas", ["base/deployment.yaml:6:3 base"]),
    (
        "a missing field names the overlay too",
        overlay(),
        f"{API}/livenessProbe",
        ["overlay/kustomization.yaml:1:1 overlay, where a patch would go", "base/deployment.yaml:10:11 base"],
    ),
    (
        "a missing field names the list of patches that there is",
        overlay("patches: [{path: p.yaml}]", p__yaml=f"{NAMED}spec: {{replicas: 2}}\n"),
        f"{API}/livenessProbe",
        ["overlay/kustomization.yaml:2:1 overlay, where a patch would go", "base/deployment.yaml:10:11 base"],
    ),
    (
        "two patches of one file that say the same: the later one",
        overlay(
            "patches: [{path: p.yaml}]",
            p__yaml=f"{NAMED}spec: {{replicas: 5}}\n---\n{NAMED}spec: {{replicas: 5}}\n",
        ),
        "/spec/replicas",
        [
            "base/deployment.yaml:6:3 base",
            "overlay/p.yaml:4:8 patch",
            "overlay/p.yaml:9:8 patch",
        ],
    ),
    (
        "a null takes a field away",
        overlay("patches: [{path: p.yaml}]", p__yaml=f"{NAMED}spec: {{replicas: null}}\n"),
        "/spec/replicas",
        ["base/deployment.yaml:6:3 base", "overlay/p.yaml:4:8 patch"],
    ),
    (
        "$patch: delete takes all below away",
        overlay(
            "patches: [{path: p.yaml}]",
            p__yaml=NAMED + "spec: {template: {spec: {containers: [{name: api, resources: {$patch: delete}}]}}}\n",
        ),
        f"{API}/resources/limits/memory",
        ["base/deployment.yaml:14:15 base", "overlay/p.yaml:4:63 patch"],
    ),
    (
        "a JSON patch removes a field",
        overlay(
            "patches:",
            "  - target: {kind: Deployment}",
            "    patch: |",
            "      - {op: remove, path: /spec/replicas}",
        ),
        "/spec/replicas",
        ["base/deployment.yaml:6:3 base", "overlay/kustomization.yaml:5:22 patch"],
    ),
    (
        "$patch: replace leaves out what it does not name",
        overlay(
            "patches: [{path: p.yaml}]",
            p__yaml=f"{NAMED}spec:\n  $patch: replace\n  template: {{spec: {{containers: [{{name: api}}]}}}}\n",
        ),
        "/spec/replicas",
        ["base/deployment.yaml:6:3 base", "overlay/p.yaml:5:3 patch"],
    ),
    (
        "a patch that says two things of a removed field: the one that removes it",
        overlay(
            "patches:",
            "  - patch: |",
            "      apiVersion: apps/v1",
            "      kind: Deployment",
            "      metadata: {name: backend}",
            "      spec: {template: {spec: {containers: [{name: api, resources: {limits: {cpu: 1}}}]}}}",
            "  - path: p.yaml",
            "    target: {kind: Deployment}",
            p__yaml=f"- op: remove\n  path: {API}/resources/limits\n",
        ),
        f"{API}/resources/limits/memory",
        ["base/deployment.yaml:14:15 base", "overlay/p.yaml:2:3 patch"],
    ),
    (
        "a replacement",
        overlay(
            "replacements:",
            "  - source: {kind: ConfigMap, name: settings, fieldPath: data.count}",
            "    targets:",
            "      - select: {kind: Deployment}",
            "        fieldPaths: [spec.replicas]",
            resources="../base, settings.yaml",
            settings__yaml="apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {count: '5'}\n",
        ),
        "/spec/replicas",
        ["base/deployment.yaml:6:3 base", "overlay/kustomization.yaml:6:22 replacement"],
    ),
    (
        "a replacement that is written before an images entry runs after it",
        overlay(
            "replacements: [{path: r.yaml}]",
            "images: [{name: backend, newTag: '2.0'}]",
            resources="../base, settings.yaml",
            r__yaml="- source: {kind: ConfigMap, name: settings, fieldPath: data.image}\n  targets:\n"
            "    - select: {name: backend}\n      fieldPaths: ['spec.template.spec.containers.[name=api].image']\n",
            settings__yaml="apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata: {image: 'other:5'}\n",
        ),
        f"{API}/image",
        [
            "base/deployment.yaml:11:11 base",
            "overlay/kustomization.yaml:3:26 images",
            "overlay/r.yaml:4:20 replacement",
        ],
    ),
    (
        "a patch in a Kustomize Component",
        {
            **overlay("components: [../extra]"),
            "extra/kustomization.yaml": "kind: Component\nreplicas: [{name: backend, count: 9}]\n",
        },
        "/spec/replicas",
        ["base/deployment.yaml:6:3 base", "extra/kustomization.yaml:2:28 replicas of a Kustomize Component"],
    ),
    (
        "a JSON patch of an index that a later patch moved",
        overlay(
            "patches:",
            "  - target: {kind: Deployment}",
            "    patch: |",
            "      - {op: replace, path: /spec/template/spec/containers/0/image, value: 'backend:7'}",
            "  - target: {kind: Deployment}",
            "    patch: |",
            "      - {op: add, path: /spec/template/spec/containers/0, value: {name: first, image: 'first:1'}}",
        ),
        "/spec/template/spec/containers/1/image",
        ["base/deployment.yaml:11:11 base", "overlay/kustomization.yaml:5:69 patch"],
    ),
]


def placed(root: Path, kind: str, field: str, directory: str = "overlay") -> list[str]:
    build = build_directories(root, [directory], find_kustomize())[directory]
    assert build.error is None, build.error
    body = next(body for body in build.objects if body["kind"] == kind)
    item = Object(body, None, directory)
    finding = Finding(
        "a/b", Severity.ERROR, None, item.identity, None, field, "it is", "Do.", directory,
        elements=elements_of(body, field),
    )  # fmt: skip
    (found,) = locate(Report((finding,), {}, ()), root, objects=[item]).findings
    assert found.location == found.chain[-1].location
    return [f"{link.location} {link.role}" for link in found.chain]


@pytest.mark.parametrize(("files", "field", "chain"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_the_chain_of_a_field(repository: Write, files: dict[str, str], field: str, chain: list[str]) -> None:
    assert placed(repository(files), "Deployment", field) == chain


def test_an_image_that_is_judged_by_its_name_is_blamed_on_what_named_it(repository: Write) -> None:
    root = repository(
        overlay("images:", "  - name: backend", "    newName: elsewhere.example.com/backend", "    newTag: '2.0'")
    )
    configuration = Configuration(
        only=("images/registry-allowed", "images/digest-pinned"),
        overrides={"images/registry-allowed": RuleSettings(parameters={"allowed": ("registry.example.com/",)})},
    )
    loaded = load(root, (), configuration)
    report = judge(loaded.objects, configuration, date(2026, 1, 1), sources=loaded.sources)
    found = locate(report, root, loaded.texts, loaded.sources, loaded.objects).findings
    assert {each.rule: str(each.location) for each in found} == {
        "images/registry-allowed": "overlay/kustomization.yaml:4:5",
        "images/digest-pinned": "overlay/kustomization.yaml:5:5",
    }


def test_keys_of_a_generated_config_map(repository: Write) -> None:
    root = repository(
        overlay(
            "configMapGenerator:",
            "  - name: settings",
            "    literals: [LEVEL=info]",
            "    files: [app.conf, other=app.conf]",
            "    envs: [more.env]",
            app__conf="x\n",
            more__env="# comment\nPORT=80\n  HOST = a\n",
        )
    )
    assert placed(root, "ConfigMap", "/data/LEVEL")[-1] == "overlay/kustomization.yaml:4:16 generator"
    assert placed(root, "ConfigMap", "/data/app.conf")[-1] == "overlay/kustomization.yaml:5:13 generator"
    assert placed(root, "ConfigMap", "/data/other")[-1] == "overlay/kustomization.yaml:5:23 generator"
    assert placed(root, "ConfigMap", "/data/PORT")[-1] == "overlay/more.env:2:1 generator"


FLUX = """apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 10m
  path: ./apps
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  commonMetadata: {labels: {tier: "5"}}
  postBuild:
    substitute:
      tag: latest
"""


def test_a_variable_is_blamed_where_flux_is_told_its_value(repository: Write) -> None:
    root = repository(
        {
            "clusters/a/apps.yaml": FLUX,
            "apps/kustomization.yaml": "resources: [d.yaml]\n",
            "apps/d.yaml": DEPLOYMENT.replace("backend:1.0", "backend:${tag}"),
        }
    )
    configuration = Configuration(only=("images/tag-pinned",))
    loaded = load(root, (), configuration)
    report = judge(loaded.objects, configuration, date(2026, 1, 1), sources=loaded.sources)
    (found,) = locate(report, root, loaded.texts, loaded.sources, loaded.objects).findings
    assert [f"{link.location} {link.role}" for link in found.chain] == [
        "apps/d.yaml:11:11 base",
        "clusters/a/apps.yaml:12:7 variable of the Flux Kustomization",
    ]
