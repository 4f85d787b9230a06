"""environments/parity: which object is the same, what may differ, what is told of values."""

from typing import Any

import pytest

from policies.rules.environments.parity import RULE


def service(spec: str, name: str = "web", namespace: str = "shop", metadata: str = "", kind: str = "Service") -> str:
    return (
        f"{{apiVersion: v1, kind: {kind}, metadata: {{name: {name}, namespace: {namespace}{metadata}}}, "
        f"spec: {spec}}}\n---\n"
    )


def two(staging: str, prod: str) -> str:
    return f"# environment: staging\n{staging}\n# environment: prod\n{prod}"


PORTS = "{{ports: [{{name: http, port: {}}}]}}"
FAIL = "fail Service/web /spec/ports/0/port: /spec/ports/http/port is 81, in staging 80"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(two(service("{a: 1}"), service("{a: 1}")), ["pass Service/web"], id="the same"),
        pytest.param(two(service(PORTS.format(80)), service(PORTS.format(81))), [FAIL], id="a port"),
        pytest.param(
            two(service("{a: 1}", "web-staging", "shop-staging"), service("{a: 1}", "web-prod", "shop-prod")),
            ["pass Service/web-prod"],
            id="names with the environment in them",
        ),
        pytest.param(
            two(service("{to: a.shop-staging.svc}"), service("{to: a.shop-prod.svc}")),
            ["pass Service/web"],
            id="a text with the environment in it",
        ),
        pytest.param(
            two(service("{to: stagingdb}"), service("{to: proddb}")),
            ["fail Service/web /spec/to: /spec/to is proddb, in staging stagingdb"],
            id="no word of its own",
        ),
        pytest.param(
            two(service("{to: config-hf678c7m2b}"), service("{to: config-hf678c7m2c}")),
            ["pass Service/web"],
            id="kustomize's hash",
        ),
        pytest.param(
            two(service("{a: 1}", "web-hf678c7m2b"), service("{a: 1}", "web-hf678c7m2c")),
            ["pass Service/web-hf678c7m2c"],
            id="a name with kustomize's hash",
        ),
        pytest.param(
            two(service("{a: 1}"), service("{a: 1, b: 2}")),
            ["fail Service/web /spec/b: /spec/b is not written in staging"],
            id="only here",
        ),
        pytest.param(
            two(service("{a: 1, b: 2}"), service("{a: 1}")),
            ["fail Service/web /spec/b: /spec/b is written in staging only"],
            id="only there",
        ),
        pytest.param(
            two(service("{a: 1}"), service("{a: 1, b: {c: 1, d: {e: 2}}}")),
            ["fail Service/web /spec/b: /spec/b is not written in staging"],
            id="a whole branch is told once",
        ),
        pytest.param(
            two(service("{a: 1}"), service("{a: 1, b: {replicas: 1, d: 2}}")),
            ["fail Service/web /spec/b/d: /spec/b/d is not written in staging"],
            id="but for what may differ in it",
        ),
        pytest.param(two(service("{a: 1}"), service("{a: 1, b: {}, c: []}")), ["pass Service/web"], id="nothing in it"),
        pytest.param(two(service("{a: {}}"), service("{a: {}}")), ["pass Service/web"], id="nothing in both"),
        pytest.param(
            two(service("{a: false}"), service("{b: 1}")),
            [
                "fail Service/web /spec/b: /spec/b is not written in staging",
                "fail Service/web /spec/a: /spec/a is written in staging only",
            ],
            id="false is not absent",
        ),
        pytest.param(
            two(service("{a: '1'}"), service("{a: 1}")),
            ["fail Service/web /spec/a: /spec/a is 1, in staging 1"],
            id="a text is no number",
        ),
        pytest.param(
            two(service("{a: {b: 1}}"), service("{a: [b]}")),
            ["fail Service/web /spec/a: /spec/a is another in staging"],
            id="other types",
        ),
        pytest.param(
            two(service("{a: 1}"), service("{a: [1]}")),
            ["fail Service/web /spec/a: /spec/a is another in staging"],
            id="a list for a number",
        ),
        pytest.param(
            two(service("{a: [x]}"), service("{a: y}")),
            ["fail Service/web /spec/a: /spec/a is another in staging"],
            id="a text for a list",
        ),
        pytest.param(
            two(service("{a: [{name: x, v: 1}, {name: y, v: 1}]}"), service("{a: [{name: y, v: 2}, {name: x, v: 1}]}")),
            ["fail Service/web /spec/a/0/v: /spec/a/y/v is 2, in staging 1"],
            id="elements are found by name",
        ),
        pytest.param(
            two(service("{a: [{name: x}]}"), service("{a: [{name: x}, {name: y}]}")),
            ["fail Service/web /spec/a/1: /spec/a/y is not written in staging"],
            id="an element only here",
        ),
        pytest.param(
            two(service("{a: [{name: x}, {name: y}]}"), service("{a: [{name: x}]}")),
            ["fail Service/web /spec/a: /spec/a/y is written in staging only"],
            id="an element only there",
        ),
        pytest.param(
            two(service("{a: [{name: x-staging, v: 1}]}"), service("{a: [{name: x-prod, v: 2}]}")),
            ["fail Service/web /spec/a/0/v: /spec/a/x-*/v is 2, in staging 1"],
            id="an element with the environment in its name",
        ),
        pytest.param(
            two(service("{a: [1, 2]}"), service("{a: [1, 3]}")),
            ["fail Service/web /spec/a/1: /spec/a/1 is 3, in staging 2"],
            id="items without names",
        ),
        pytest.param(
            two(service("{a: [1, 2]}"), service("{a: [1]}")),
            ["fail Service/web /spec/a: /spec/a is another in staging"],
            id="more items without names",
        ),
        pytest.param(
            two(service("{a: [{name: x}, {name: x}]}"), service("{a: [{name: x}]}")),
            ["fail Service/web /spec/a: /spec/a is another in staging"],
            id="a name given twice names nothing",
        ),
        pytest.param(
            two(service("{password: hunter22}"), service("{password: hunter23}")),
            ["fail Service/web /spec/password: /spec/password is another in staging"],
            id="a secret is not shown",
        ),
        pytest.param(
            two(service("{a: " + "x" * 40 + "}"), service("{a: " + "x" * 41 + "}")),
            ["fail Service/web /spec/a: /spec/a is another in staging"],
            id="a long text is not shown",
        ),
        pytest.param(
            two(service("{a: " + "x" * 40 + "}"), service("{a: 1.5}")),
            ["fail Service/web /spec/a: /spec/a is 1.5, in staging " + "x" * 40],
            id="forty characters are",
        ),
        pytest.param(
            two(service("{a: ''}"), service("{a: x}")),
            ["fail Service/web /spec/a: /spec/a is another in staging"],
            id="an empty text",
        ),
        pytest.param(
            two(service("{a: 1}", namespace="x"), service("{a: 1}", namespace="y")),
            ["pass Service/web"],
            id="namespaces may differ",
        ),
        pytest.param(
            two(
                service("{a: 1}", namespace="a-staging") + service("{a: 2}", namespace="b-staging"),
                service("{a: 1}", namespace="b-prod") + service("{a: 1}", namespace="a-prod"),
            ),
            ["fail Service/web /spec/a: /spec/a is 1, in staging 2", "pass Service/web"],
            id="of two, the one of the same namespace",
        ),
        pytest.param(
            two(service("{a: 1}", namespace="a") + service("{a: 2}", namespace="b"), service("{a: 1}", namespace="c")),
            ["fail Service/web /metadata/name: it is in prod, but not in staging"],
            id="of two, neither",
        ),
        pytest.param(
            two(service("{a: 1}"), service("{a: 1}") + service("{a: 1}", "api")),
            ["pass Service/web", "fail Service/api /metadata/name: it is in prod, but not in staging"],
            id="an object only here",
        ),
        pytest.param(
            two(service("{a: 1}"), service("{a: 1}") + service("{a: 1}", "api", kind="ConfigMap")),
            ["pass Service/web"],
            id="one that may be missing",
        ),
        pytest.param(
            f"# environment: staging\n{service('{a: 1}')}\n"
            f"# environment: prod of apps/prod\n{service('{a: 1}', 'api')}",
            [],
            id="a folder that the other environment does not have",
        ),
        pytest.param(
            f"# environment: staging of a/staging/x\n{service('{a: 1}')}\n"
            f"# environment: prod of a/prod/x\n{service('{a: 1}', 'api')}",
            ["fail Service/api /metadata/name: it is in prod, but not in staging"],
            id="a folder below",
        ),
        pytest.param(
            f"# environment: dev\n{service('{a: 1}')}\n# environment: prod\n{service('{a: 2}')}",
            ["fail Service/web /spec/a: /spec/a is 2, in dev 1"],
            id="an environment that is not there is passed over",
        ),
        pytest.param(
            f"# environment: dev\n{service('{a: 2}')}\n" + two(service("{a: 1}"), service("{a: 1}")),
            ["pass Service/web"],
            id="only the one before counts",
        ),
        pytest.param(f"# environment: prod\n{service('{a: 1}')}", [], id="nothing to compare with"),
    ],
)
def test_parity(said_of: Any, text: str, expected: list[str]) -> None:
    assert said_of(RULE, "prod", text) == expected


def test_what_comes_first_is_compared_with_nothing_but_missing_objects(said_of: Any) -> None:
    text = two(service("{a: 1}") + service("{a: 1}", "api"), service("{a: 2}"))
    assert said_of(RULE, "staging", text) == ["fail Service/api /metadata/name: it is in staging, but not in prod"]


def test_a_missing_object_and_a_difference_are_two_findings(said_of: Any) -> None:
    text = f"# environment: dev\n{service('{a: 1}')}\n" + two(service("{a: 2}"), service("{a: 1}", "api"))
    assert said_of(RULE, "staging", text) == [
        "fail Service/web /metadata/name: it is in staging, but not in prod",
        "fail Service/web /spec/a: /spec/a is 2, in dev 1",
    ]


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ("eu", ["not evaluated Service/web: the order of environments does not name eu"]),
        (None, []),
    ],
)
def test_an_environment_without_a_place(said_of: Any, environment: str | None, expected: list[str]) -> None:
    text = f"# environment: {environment or 'none'}\n{service('{a: 1}')}\n# environment: prod\n{service('{a: 2}')}"
    assert said_of(RULE, environment, text) == expected


@pytest.mark.parametrize(
    ("globs", "expected"),
    [
        (("**/port",), "pass"),
        (("Service/spec/ports/http/port",), "pass"),
        (("Service/spec/ports/*/port",), "pass"),
        (("Service/spec",), "pass"),
        (("Service/**",), "pass"),
        (("*/spec/p*s",), "pass"),
        (("x", "**/port"), "pass"),
        (("Service/spec/port",), "fail"),
        (("Service/*/port",), "fail"),
        (("port",), "fail"),
        (("Deployment/**",), "fail"),
        (("**/por",), "fail"),
        (("**/p.rt",), "fail"),
        ((), "fail"),
    ],
)
def test_what_may_differ(said_of: Any, globs: tuple[str, ...], expected: str) -> None:
    text = two(service(PORTS.format(80)), service(PORTS.format(81)))
    assert said_of(RULE, "prod", text, {"may_differ": globs})[0].startswith(expected)


def test_the_order_and_what_may_be_missing_can_be_set(said_of: Any) -> None:
    text = two(service("{a: 1}"), service("{a: 2}") + service("{a: 1}", "api"))
    chosen = {"order": ("prod", "staging"), "may_be_missing": ("Service/a*",)}
    assert said_of(RULE, "staging", text, chosen) == ["fail Service/web /spec/a: /spec/a is 1, in prod 2"]
    assert said_of(RULE, "prod", text, chosen) == []


FIELDS = [
    "replicas: {}", "instances: {}", "minReplicas: {}", "maxReplicas: {}", "minReplicaCount: {}", "maxReplicaCount: {}",
    "minAvailable: {}", "maxUnavailable: {}", "resources: {{limits: {{cpu: {}}}}}", "image: a:{}", "imageName: a:{}",
    "newTag: a{}", "host: a{}", "hosts: [a{}]", "hostname: a{}", "hostnames: [a{}]", "schedule: a{}", "suspend: a{}",
    "storage: {{size: {}}}", "walStorage: {{size: {}}}", "storageClassName: a{}", "env: [{{name: x, value: a{}}}]", 
    "env: [{{name: a{}}}]", "ipBlock: {{cidr: a{}}}", "annotations: {{roadstead.dev/connections: a{}}}",
    "whenUnsatisfiable: a{}",
]  # fmt: skip


@pytest.mark.parametrize("field", FIELDS)
def test_what_may_differ_where_nothing_is_said(said_of: Any, field: str) -> None:
    text = two(service(f"{{a: {{{field.format(1)}}}}}"), service(f"{{a: {{{field.format(2)}}}}}"))
    assert said_of(RULE, "prod", text) == ["pass Service/web"]


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("ConfigMap", "data: {a: '%d'}"),
        ("ConfigMap", "binaryData: {a: '%d'}"),
        ("Secret", "stringData: {a: '%d'}"),
        ("SealedSecret", "spec: {a: '%d'}"),
        ("ResourceQuota", "spec: {hard: {cpu: %d}}"),
        ("NetworkPolicy", "spec: {egress: [%d]}"),
        ("LimitRange", "spec: {limits: [%d]}"),
        ("Cluster", "spec: {postgresql: {a: %d}}"),
        ("Cluster", "spec: {enablePDB: %d}"),
        ("Cluster", "spec: {affinity: {podAntiAffinityType: a%d}}"),
        ("Kustomization", "spec: {timeout: %dm}"),
        ("Kustomization", "spec: {dependsOn: [{name: a%d}]}"),
        ("Kustomization", "spec: {postBuild: {a: %d}}"),
        ("HelmRelease", "spec: {values: {a: %d}}"),
    ],
)
def test_what_may_differ_in_a_kind(said_of: Any, kind: str, body: str) -> None:
    text = f"{{apiVersion: v1, kind: {kind}, metadata: {{name: a}}, {body}}}"
    assert said_of(RULE, "prod", two(text % 1, text % 2)) == [f"pass {kind}/a"]
    other = text.replace(kind, "Other")
    assert said_of(RULE, "prod", two(other % 1, other % 2))[0].startswith("fail")


@pytest.mark.parametrize(
    "kind",
    [
        *("HorizontalPodAutoscaler", "ScaledObject", "PodDisruptionBudget", "Secret", "ConfigMap"),
        *("Kustomization", "PriorityClass"),
    ],
)
def test_what_may_be_missing_where_nothing_is_said(said_of: Any, kind: str) -> None:
    assert said_of(RULE, "prod", two(service("{a: 1}"), service("{a: 1}", kind=kind))) == []


@pytest.mark.parametrize(("depth", "expected"), [(99, "fail"), (100, "pass")])
def test_objects_are_compared_to_a_depth(said_of: Any, depth: int, expected: str) -> None:
    nested = [service("{a: " * depth + value + "}" * depth) for value in "12"]
    assert said_of(RULE, "prod", two(*nested))[0].startswith(expected)
