"""Flux Kustomizations of any shape are read, built or said: never a traceback."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policies.configuration.values import Configuration
from policies.engine.worlds import worlds
from policies.load import load
from policies.rule import Outcome
from policies.rules.catalogue import RULES

JUNK = st.sampled_from(
    [
        None,
        True,
        0,
        -1,
        10**30,
        1.5,
        "",
        ".",
        "..",
        "/",
        "../..",
        "apps",
        "a\nb",
        "${X}",
        "30s",
        [],
        {},
        [None],
        [{}],
        {"a": 1},
    ]
)
ENTRIES = st.lists(
    st.dictionaries(st.sampled_from(["name", "kind", "patch", "target", "newName", "newTag", "optional"]), JUNK),
    max_size=2,
)
SPEC = st.dictionaries(
    st.sampled_from(
        [
            *("path", "interval", "timeout", "wait", "prune", "targetNamespace", "namePrefix", "nameSuffix"),
            *("patches", "images", "components", "dependsOn", "healthChecks", "healthCheckExprs", "postBuild"),
            *("commonMetadata", "decryption", "kubeConfig", "sourceRef", "ignoreMissingComponents"),
        ]
    ),
    JUNK | ENTRIES | st.fixed_dictionaries({"substitute": JUNK, "substituteFrom": ENTRIES}),
    max_size=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(SPEC, JUNK)
def test_any_spec(spec: dict[str, Any], metadata: Any) -> None:
    body = {"apiVersion": "kustomize.toolkit.fluxcd.io/v1", "kind": "Kustomization", "metadata": metadata, "spec": spec}
    named = {**body, "metadata": {"name": "apps", "namespace": "flux-system"}}
    with TemporaryDirectory() as name:
        root = Path(name)
        (root / ".git").mkdir()
        (root / "apps").mkdir()
        (root / "clusters").mkdir()
        (root / "apps/a.yaml").write_text("{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {x: '${X}'}}\n")
        (root / "clusters/one.json").write_text(json.dumps(body))
        (root / "clusters/two.json").write_text(json.dumps({**named, "spec": {"path": "apps", **spec}}))
        loaded = load(root, (), Configuration())
        for _, world in worlds(loaded.objects, Configuration(), loaded.sources):
            for rule in RULES:
                for verdict in rule.judge(world, rule.defaults):
                    assert verdict.outcome is not Outcome.FAIL or verdict.message
