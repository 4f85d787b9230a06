"""flux/waits-long-enough: rounds, starts, stops and what nothing says."""

from typing import Any

import pytest

from policies.rules.flux.waits_long_enough import RULE


def flux(name: str, spec: str = "", path: str = "") -> str:
    return f"""# file: clusters/prod/{name}.yaml
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {{name: {name}, namespace: flux-system}}
spec:
  {{interval: 1h, path: ./{path or name}, prune: true, sourceRef: {{kind: GitRepository, name: flux-system}}, {spec}}}
"""


def workload(
    kind: str = "Deployment",
    spec: str = "replicas: 4",
    stated: str = "loads-within: 10m",
    pod: str = "",
    name: str = "model",
) -> str:
    facts = ", ".join(f"roadstead.dev/{fact}" for fact in stated.split(", ") if fact)
    return f"""# file: apps/{kind}-{name}.yaml
apiVersion: apps/v1
kind: {kind}
metadata: {{name: {name}, namespace: web, annotations: {{{facts}}}}}
spec:
  {spec}
  template: {{metadata: {{labels: {{app: model}}}}, spec: {{{pod}containers: [{{name: model, image: "model:1"}}]}}}}
"""


ONE = "strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 1}}"
HPA = """# file: apps/hpa.yaml
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: model, namespace: web}
spec: {scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: model}, maxReplicas: 8}
"""


def waits(timeout: str, more: str = "wait: true") -> str:
    return flux("apps", f"{more}, timeout: {timeout}")


def slow(timeout: str, takes: str, how: str, short: str = "Deployment/model") -> list[str]:
    return [
        f"fail Kustomization/apps /spec/timeout: timeout is {timeout}, but a rollout of {short} takes up to {takes} "
        f"({how})"
    ]


PASS = ["pass Kustomization/apps"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(waits("42m") + workload(spec=f"replicas: 4\n  {ONE}"), PASS, id="exactly as long as it takes"),
        pytest.param(
            waits("2519s") + workload(spec=f"replicas: 4\n  {ONE}"),
            slow("2519s", "42m", "4 x (10m to load + 30s to stop)"),
            id="a second less",
        ),
        pytest.param(
            waits("42m") + workload(spec=f"{ONE}") + HPA,
            slow("42m", "84m", "8 x (10m to load + 30s to stop)"),
            id="the maximum of the autoscaler counts",
        ),
        pytest.param(
            waits("20m") + workload(),
            slow("20m", "21m", "2 x (10m to load + 30s to stop)"),
            id="surge and unavailable together make a round",
        ),
        pytest.param(
            waits("10m") + workload(spec="replicas: 4\n  strategy: {type: Recreate}"),
            slow("10m", "630s", "1 x (10m to load + 30s to stop)"),
            id="Recreate is one round",
        ),
        pytest.param(
            waits("30m") + workload("StatefulSet"),
            slow("30m", "42m", "4 x (10m to load + 30s to stop)", "StatefulSet/model"),
            id="a StatefulSet goes pod by pod",
        ),
        pytest.param(
            waits("20m") + workload(pod="terminationGracePeriodSeconds: 60, "),
            slow("20m", "22m", "2 x (10m to load + 60s to stop)".replace("60s", "1m")),
            id="the grace period",
        ),
        pytest.param(
            waits("20m")
            + workload(stated="loads-within: 10m, stops-within: 5s", pod="terminationGracePeriodSeconds: 60, "),
            slow("20m", "1210s", "2 x (10m to load + 5s to stop)"),
            id="the program's own time to stop",
        ),
        pytest.param(waits("30s") + workload(stated=""), [], id="nothing says how long pods load"),
        pytest.param(flux("apps", "timeout: 30s") + workload(), [], id="Flux does not wait"),
        pytest.param(
            waits("5m", "healthChecks: [{apiVersion: apps/v1, kind: Deployment, name: model, namespace: web}]")
            + workload(),
            slow("5m", "21m", "2 x (10m to load + 30s to stop)"),
            id="Flux waits for it by name",
        ),
        pytest.param(
            waits("5m", "healthChecks: [{apiVersion: apps/v1, kind: Deployment, name: other, namespace: web}]")
            + workload(),
            [],
            id="Flux waits for another by name",
        ),
        pytest.param(
            flux("apps", "wait: true") + workload(), PASS, id="without a timeout it is the interval less 30 s"
        ),
        pytest.param(
            flux("apps", "wait: true").replace("interval: 1h", "interval: 20m") + workload(),
            slow("1170s", "21m", "2 x (10m to load + 30s to stop)"),
            id="a short interval",
        ),
        pytest.param(
            waits("1s") + workload(spec="replicas: 1", stated="loads-within: 1s"),
            slow("30s", "31s", "1 x (1s to load + 30s to stop)"),
            id="Flux waits 30 s at least",
        ),
        pytest.param(
            waits("5m") + workload() + workload(name="larger", spec="replicas: 40"),
            slow("5m", "21m", "2 x (10m to load + 30s to stop)", "Deployment/larger"),
            id="the slowest is told, the first by name of two alike",
        ),
        pytest.param(
            waits("5m") + workload("DaemonSet", "selector: {}"), [], id="how many nodes there are is not stated"
        ),
        pytest.param(
            waits("5m") + workload(stated="loads-within: soon"),
            [
                "not evaluated Kustomization/apps: Deployment/model: annotation roadstead.dev/loads-within: 'soon' is "
                "no duration: write a number and s, m or h, as in 90s, 10m or 1h30m"
            ],
            id="a fact that is no duration",
        ),
        pytest.param(
            waits("soon") + workload(),
            [
                "not evaluated Kustomization/apps: /spec/timeout: 'soon' is no duration: write a number and s, m or h, "
                "as in 90s, 10m or 1h30m"
            ],
            id="a timeout that is no duration",
        ),
    ],
)
def test_waits_long_enough(said_of_files: Any, text: str, expected: list[str]) -> None:
    assert said_of_files(RULE, text) == expected


def test_a_daemon_set_goes_node_by_node(said_of_files: Any) -> None:
    text = waits("30m") + workload("DaemonSet", "selector: {}")
    expected = slow("30m", "42m", "4 x (10m to load + 30s to stop)", "DaemonSet/model")
    assert said_of_files(RULE, text, facts={"nodes": 4}) == expected
