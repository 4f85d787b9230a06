"""`--fix` over small repositories and real kustomize: what is written, and what is left alone."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from policies.check import main

Write = Callable[[Mapping[str, str]], Path]

HPA = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 2
  maxReplicas: 4
  metrics: [{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 50}}}]
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: backend
spec:
  # how many
  replicas: 2  # two
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
          resources:
            requests:
              cpu: 100m
              nvidia.com/gpu: 1 # one
            # below
"""
WITHOUT_REPLICAS = DEPLOYMENT.replace("  replicas: 2  # two\n", "")
PLAIN = WITHOUT_REPLICAS.replace("              nvidia.com/gpu: 1 # one\n", "")
DIGEST = "sha256:" + "0123456789abcdef" * 4
OTHER = "sha256:" + "fedcba9876543210" * 4
REPLICAS, LIMIT, PIN = "scaling/autoscaler-owns-replicas", "gpu/limit-set", "images/digest-pinned"
BASE = {"base/kustomization.yaml": "resources: [d.yaml, hpa.yaml]\n", "base/hpa.yaml": HPA, "base/d.yaml": DEPLOYMENT}
FLUX = """\
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: apps, namespace: flux-system}
spec:
  interval: 10m
  path: ./apps
  prune: true
  sourceRef: {kind: GitRepository, name: flux-system}
  patches:
    # how apps run here
"""
FLUX_SCALE = """\
    - target: {kind: Deployment}
      patch: |
        - op: add
          path: /spec/replicas
          value: 5
"""
FLUX_PAUSE = """\
    - target: {kind: Deployment} # slow down
      patch: |
        - {op: add, path: /spec/paused, value: true}
"""


def overlays(**texts: str) -> dict[str, str]:
    return {f"overlays/{name}/kustomization.yaml": f"resources: [../../base]\n{text}" for name, text in texts.items()}


FIXED: list[tuple[str, str, dict[str, str], dict[str, str]]] = [
    (
        "replicas of a base, out of the base that all overlays have",
        REPLICAS,
        {**BASE, **overlays(dev="", prod="")},
        {"base/d.yaml": WITHOUT_REPLICAS},
    ),
    (
        "replicas of a base and of every layer above it",
        REPLICAS,
        {
            **BASE,
            **overlays(
                dev="",
                prod="replicas:\n  - name: backend\n    count: 5\ncomponents: [../../more]\npatches:\n"
                "  # of the patch\n  - target: {kind: Deployment}\n    patch: |\n"
                "      - {op: replace, path: /spec/replicas, value: 3}\n"
                "      - {op: add, path: /spec/paused, value: true}\n",
            ),
            "more/kustomization.yaml": "kind: Component\npatches: [{path: p.yaml}]\n",
            "more/p.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: backend}\n"
            "spec: {replicas: 7, paused: true}\n",
        },
        {
            "base/d.yaml": WITHOUT_REPLICAS,
            "more/p.yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: backend}\nspec: {paused: true}\n",
            "overlays/prod/kustomization.yaml": "resources: [../../base]\ncomponents: [../../more]\npatches:\n"
            "  # of the patch\n  - target: {kind: Deployment}\n    patch: |\n"
            "      - {op: add, path: /spec/paused, value: true}\n",
        },
    ),
    (
        "a patch that says nothing else goes with its replicas, and its neighbour stays",
        REPLICAS,
        {
            **BASE,
            "base/d.yaml": WITHOUT_REPLICAS,
            **overlays(
                prod="patches:\n  - patch: |\n      apiVersion: apps/v1\n      kind: Deployment\n"
                "      metadata: {name: backend}\n      spec:\n        replicas: 4 # four\n"
                "  - target: {kind: Deployment} # another\n    patch: |\n"
                "      - {op: add, path: /spec/paused, value: true}\n"
            ),
        },
        {
            "overlays/prod/kustomization.yaml": "resources: [../../base]\npatches:\n"
            "  - target: {kind: Deployment} # another\n    patch: |\n"
            "      - {op: add, path: /spec/paused, value: true}\n"
        },
    ),
    (
        "line ends of Windows stay",
        REPLICAS,
        {"all.yaml": f"{DEPLOYMENT}---\n{HPA}".replace("\n", "\r\n")},
        {"all.yaml": f"{WITHOUT_REPLICAS}---\n{HPA}".replace("\n", "\r\n")},
    ),
    (
        "a limit beside the request, in block style",
        LIMIT,
        {**BASE, **overlays(dev="", prod="")},
        {
            "base/d.yaml": DEPLOYMENT.replace(
                "gpu: 1 # one\n", "gpu: 1 # one\n            limits:\n              nvidia.com/gpu: 1\n"
            )
        },
    ),
    (
        "a limit among the limits that there are, in flow style",
        LIMIT,
        {
            "all.yaml": PLAIN.split("          resources:")[0]
            + "          resources: {requests: {'nvidia.com/gpu': \"2\"}, limits: {memory: 1Gi}} # all\n"
        },
        {
            "all.yaml": PLAIN.split("          resources:")[0]
            + "          resources: {requests: {'nvidia.com/gpu': \"2\"}, "
            "limits: {memory: 1Gi, 'nvidia.com/gpu': \"2\"}} # all\n"
        },
    ),
    (
        "a limit in the patch of the overlay that asks for the GPU",
        LIMIT,
        {
            **BASE,
            "base/d.yaml": PLAIN,
            **overlays(
                dev="",
                prod="patches:\n  - patch: |\n      apiVersion: apps/v1\n      kind: Deployment\n"
                "      metadata: {name: backend}\n      spec:\n        template:\n          spec:\n"
                "            containers:\n              - name: api\n                resources:\n"
                "                  requests:\n                    nvidia.com/gpu: 1\n",
            ),
        },
        {
            "overlays/prod/kustomization.yaml": "resources: [../../base]\npatches:\n  - patch: |\n"
            "      apiVersion: apps/v1\n      kind: Deployment\n"
            "      metadata: {name: backend}\n      spec:\n        template:\n          spec:\n"
            "            containers:\n              - name: api\n                resources:\n"
            "                  requests:\n                    nvidia.com/gpu: 1\n"
            "                  limits:\n                    nvidia.com/gpu: 1\n",
        },
    ),
    (
        "replicas out of the patches of a Flux Kustomization",
        REPLICAS,
        {"apps/d.yaml": WITHOUT_REPLICAS, "apps/hpa.yaml": HPA, "clusters/a/apps.yaml": FLUX + FLUX_SCALE + FLUX_PAUSE},
        {"clusters/a/apps.yaml": FLUX + FLUX_PAUSE},
    ),
    (
        "a digest that another overlay knows, after the tag of an images entry",
        PIN,
        {
            **BASE,
            **overlays(
                dev="images:\n  - name: registry.example.com/backend\n    newTag: 1.6.0 # moves\n",
                prod=f"images: [{{name: registry.example.com/backend, newTag: 1.6.0, digest: '{DIGEST}'}}]\n",
            ),
        },
        {
            "overlays/dev/kustomization.yaml": "resources: [../../base]\nimages:\n"
            f"  - name: registry.example.com/backend\n    newTag: 1.6.0 # moves\n    digest: {DIGEST}\n"
        },
    ),
    (
        "a digest that a pin which nothing uses knows, on the image of a base in quotes",
        PIN,
        {
            "base/d.yaml": PLAIN.replace("backend:1.5.0", "'backend:1.5.0'").replace(
                "registry.example.com/'", "'registry.example.com/"
            ),
            "base/kustomization.yaml": "resources: [d.yaml]\n",
            "all/kustomization.yaml": "resources: [../base]\ncomponents: [../pin]\n",
            "plain/kustomization.yaml": "resources: [../base]\nnameSuffix: -b\n",
            "pin/kustomization.yaml": "kind: Component\nimages:\n- name: registry.example.com/backend\n"
            f"  newTag: 1.5.0\n  digest: {DIGEST}\n",
        },
        {
            "base/d.yaml": PLAIN.replace(
                "registry.example.com/backend:1.5.0", f"'registry.example.com/backend:1.5.0@{DIGEST}'"
            )
        },
    ),
]


def read(root: Path, files: Mapping[str, str]) -> dict[str, str]:
    return {path: (root / path).read_bytes().decode() for path in files}


def write_bytes(root: Path, files: Mapping[str, str]) -> None:
    for path, text in files.items():
        (root / path).write_bytes(text.encode())


@pytest.mark.parametrize(("rule", "files", "after"), [case[1:] for case in FIXED], ids=[case[0] for case in FIXED])
def test_what_is_fixed(
    repository: Write,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    rule: str,
    files: dict[str, str],
    after: dict[str, str],
) -> None:
    root = repository(files)
    write_bytes(root, files)
    monkeypatch.chdir(root)
    assert main(["--rules", rule]) == 1
    assert main(["--rules", rule, "--fix"]) == 0, capsys.readouterr()
    assert read(root, files) == {**files, **after}
    said = capsys.readouterr()
    assert [f"+++ b/{file}" for file in sorted(after)] == [line for line in said.out.splitlines() if line[:4] == "+++ "]
    assert sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file()) == sorted(files)


QUOTED = 'patches:\n  - target: {kind: Deployment}\n    patch: \'[{"op": "replace", "path": '
QUOTED += '"/spec/replicas", "value": 3}]\'\n'
GENERATED = "# Generated by Roadstead from platform.yaml. Do not edit: change platform.yaml or extras/.\n"
LEFT: list[tuple[str, str, dict[str, str], str]] = [
    (
        "an overlay that has no such finding would change",
        REPLICAS,
        {
            **BASE,
            "base/kustomization.yaml": "resources: [d.yaml]\n",
            **overlays(dev=""),
            "overlays/prod/kustomization.yaml": "resources: [../../base, hpa.yaml]\n",
            "overlays/prod/hpa.yaml": HPA,
        },
        "not fixed: Deployment/backend: Deployment/backend of overlays/dev would change too, and has no such finding "
        "[scaling/autoscaler-owns-replicas]",
    ),
    (
        "a patch in quotes",
        REPLICAS,
        {**BASE, "base/d.yaml": WITHOUT_REPLICAS, **overlays(prod=QUOTED)},
        "not fixed: Deployment/backend: overlays/prod/kustomization.yaml is left to you: it is a text in quotes "
        "[scaling/autoscaler-owns-replicas]",
    ),
    (
        "a generated file",
        REPLICAS,
        {**BASE, "base/d.yaml": GENERATED + DEPLOYMENT, **overlays(prod="")},
        "not fixed: Deployment/backend: base/d.yaml is generated: change platform.yaml, and run sync "
        "[scaling/autoscaler-owns-replicas]",
    ),
    (
        "a file that another generator makes",
        REPLICAS,
        {**BASE, "base/d.yaml": "# Code generated by x. DO NOT EDIT.\n" + DEPLOYMENT, **overlays(prod="")},
        "not fixed: Deployment/backend: base/d.yaml is generated: change what it is generated from "
        "[scaling/autoscaler-owns-replicas]",
    ),
    (
        "aliases",
        REPLICAS,
        {**BASE, "base/d.yaml": DEPLOYMENT.replace("replicas: 2", "replicas: &two 2"), **overlays(prod="")},
        "not fixed: Deployment/backend: base/d.yaml is left to you: it has aliases [scaling/autoscaler-owns-replicas]",
    ),
    (
        "a replacement",
        REPLICAS,
        {
            **BASE,
            **overlays(
                prod="replacements:\n  - source: {kind: HorizontalPodAutoscaler, fieldPath: spec.minReplicas}\n"
                "    targets: [{select: {kind: Deployment}, fieldPaths: [spec.replicas]}]\n"
            ),
        },
        "not fixed: Deployment/backend: what sets the field is no value in a file [scaling/autoscaler-owns-replicas]",
    ),
    (
        "two digests",
        PIN,
        {
            **BASE,
            **overlays(
                dev="",
                prod=f"images: [{{name: registry.example.com/backend, newTag: 1.5.0, digest: '{DIGEST}'}}]\n",
                test=f"images: [{{name: registry.example.com/backend, newTag: 1.5.0, digest: '{OTHER}'}}]\n",
            ),
        },
        "not fixed: Deployment/backend: 2 digests are known for registry.example.com/backend:1.5.0: pin it yourself "
        "[images/digest-pinned]",
    ),
    (
        "no digest",
        PIN,
        {**BASE, **overlays(dev="")},
        "not fixed: Deployment/backend: no digest is known for registry.example.com/backend:1.5.0: pin it yourself "
        "[images/digest-pinned]",
    ),
    (
        "a rule that has no fix",
        "probes/readiness",
        {**BASE, **overlays(dev="")},
        "--fix: nothing here has a fix that is certain",
    ),
]


@pytest.mark.parametrize(("rule", "files", "said"), [case[1:] for case in LEFT], ids=[case[0] for case in LEFT])
def test_what_is_left_alone(
    repository: Write,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    rule: str,
    files: dict[str, str],
    said: str,
) -> None:
    root = repository(files)
    monkeypatch.chdir(root)
    main(["--rules", rule, "--fix", "--quiet"])
    assert capsys.readouterr().err.splitlines() == [said]
    assert read(root, files) == files


def test_a_fix_that_makes_another_finding_is_not_made(
    repository: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    # A limit of 1.5 is refused as well: it would add a finding of another rule to the one that it takes away.
    files = {"all.yaml": DEPLOYMENT.replace("nvidia.com/gpu: 1 ", "nvidia.com/gpu: 1.5 ")}
    root = repository(files)
    monkeypatch.chdir(root)
    main(["--rules", LIMIT, "--fix", "--quiet"])
    assert read(root, files) == files
    assert "would have a new finding" in capsys.readouterr().err


def test_nothing_is_fixed_where_something_does_not_build(
    repository: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {
        "policies.yaml": "profile: essential\n",
        **BASE,
        **overlays(prod=""),
        "broken/kustomization.yaml": "resources: [missing.yaml]\n",
    }
    root = repository(files)
    monkeypatch.chdir(root)
    assert main(["overlays", "--fix", "--rules", REPLICAS]) == 2
    assert "--fix: broken could not be checked, so nothing proves a fix" in capsys.readouterr().err
    assert read(root, files) == files


@pytest.mark.parametrize("option", [["--staged"], ["--against", "HEAD"], ["--write-baseline", "b.json"]])
def test_options_that_do_not_go_with_a_fix(
    repository: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], option: list[str]
) -> None:
    monkeypatch.chdir(repository({**BASE}))
    assert main(["--fix", *option]) == 2
    assert (
        "--fix writes to the work tree: leave out --staged, --against and --write-baseline" in capsys.readouterr().err
    )


def test_sarif_says_what_a_fix_would_change(
    repository: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {**BASE, **overlays(prod="")}
    root = repository(files)
    monkeypatch.chdir(root)
    assert main(["--rules", REPLICAS, "--format", "sarif"]) == 1
    assert read(root, files) == files
    (result,) = json.loads(capsys.readouterr().out)["runs"][0]["results"]
    region = {"startLine": 7, "startColumn": 1, "endLine": 8, "endColumn": 1}
    assert result["fixes"] == [
        {
            "description": {"text": "Remove the field; the autoscaler's minimum holds."},
            "artifactChanges": [
                {
                    "artifactLocation": {"uri": "base/d.yaml"},
                    "replacements": [{"deletedRegion": region, "insertedContent": {"text": ""}}],
                }
            ],
        }
    ]
