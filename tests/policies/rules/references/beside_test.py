"""What verdicts of these rules say beside their message: a fix of their own, and whom else they are about."""

from typing import Any

import pytest

from policies.rule import Rule
from policies.rules.references import (
    claim_exists,
    config_exists,
    network_policy_selects_pods,
    priority_class,
    selector_matches_template,
    service_account,
)


@pytest.mark.parametrize(
    ("rule", "text", "parameters", "facts", "expected"),
    [
        pytest.param(
            claim_exists.RULE,
            """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c}], volumes: [{name: v0, persistentVolumeClaim: {claimName: data}}]}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: shop}
""",
            {},
            {},
            ["Put both into one namespace."],
            id="claim-exists: Put both into one namespace",
        ),
        pytest.param(
            claim_exists.RULE,
            """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c}], volumes: [{name: v0, persistentVolumeClaim: {claimName: data}}, {name: v1,
       persistentVolumeClaim: {claimName: upload}}]}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: default}
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: uploads, namespace: default}
""",
            {},
            {},
            ["Write uploads."],
            id="claim-exists: Write uploads",
        ),
        pytest.param(
            config_exists.RULE,
            """
apiVersion: batch/v1
kind: CronJob
metadata: {name: b}
spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c, envFrom: [{secretRef: {name: token}}]}]}}}}}
---
apiVersion: v1
kind: Secret
metadata: {name: token, namespace: x}
data: {MODE: fast}
""",
            {},
            {},
            ["Put both into one namespace."],
            id="config-exists: Put both into one namespace",
        ),
        pytest.param(
            config_exists.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: default}
spec: {template: {spec: {containers: [{name: c, env: [{name: V, valueFrom: {configMapKeyRef: {name: settings,
                   key: MODE}}}]}]}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: setings, namespace: default}
data: {MODE: fast}
""",
            {},
            {},
            ["Write setings."],
            id="config-exists: Write setings",
        ),
        pytest.param(
            config_exists.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: default}
spec: {template: {spec: {containers: [{name: c, env: [{name: V, valueFrom: {configMapKeyRef: {name: settings,
                   key: SPEED}}}]}]}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: default}
data: {MODE: fast}
""",
            {},
            {},
            ["Correct the key, or add it."],
            id="config-exists: Correct the key, or add it",
        ),
        pytest.param(
            config_exists.RULE,
            """
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: default}
spec: {template: {spec: {containers: [{name: c, env: [{name: V, valueFrom: {configMapKeyRef: {name: settings,
                   key: MODE}}}]}]}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings-hf678c7m2b, namespace: default}
data: {MODE: fast}
""",
            {},
            {},
            ["Name the generator's own name where kustomize follows it, or switch the hash off."],
            id="config-exists: Name the generator's own name where kustomize follows it, or switch the hash off",
        ),
        pytest.param(
            network_policy_selects_pods.RULE,
            """
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: p}
spec: {podSelector: {matchLabels: {app: web}}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: w, namespace: shop}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c}]}}}
""",
            {},
            {},
            ["Put both into one namespace."],
            id="network-policy-selects-pods: Put both into one namespace",
        ),
        pytest.param(
            priority_class.RULE,
            """
apiVersion: v1
kind: Pod
metadata: {name: p, namespace: shop}
spec: {containers: [{name: c}], priorityClassName: node-critical}
""",
            {},
            {},
            ["Write system-node-critical."],
            id="priority-class: Write system-node-critical",
        ),
        pytest.param(
            priority_class.RULE,
            """
apiVersion: postgresql.cnpg.io/v1
kind: Cluster
metadata: {name: db}
spec: {priorityClassName: servin}
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: serving}
value: 1
""",
            {},
            {},
            ["Write serving."],
            id="priority-class: Write serving",
        ),
        pytest.param(
            selector_matches_template.RULE,
            """
apiVersion: batch/v1
kind: CronJob
metadata: {name: w}
spec: {jobTemplate: {spec: {selector: {}, template: {spec: {containers: [{name: c}]}}}}}
""",
            {},
            {},
            ["Remove the selector."],
            id="selector-matches-template: Remove the selector",
        ),
        pytest.param(
            service_account.RULE,
            """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c}], serviceAccountName: backend}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: backend, namespace: shop}
""",
            {},
            {},
            ["Put both into one namespace."],
            id="service-account: Put both into one namespace",
        ),
        pytest.param(
            service_account.RULE,
            """
apiVersion: v1
kind: Pod
metadata: {name: p}
spec: {containers: [{name: c}], serviceAccount: backend}
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: back-end, namespace: default}
""",
            {},
            {},
            ["Write back-end."],
            id="service-account: Write back-end",
        ),
        pytest.param(
            service_account.RULE,
            """
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: b}
subjects: [{kind: ServiceAccount, name: backend, namespace: default}]
---
apiVersion: v1
kind: ServiceAccount
metadata: {name: backends, namespace: default}
""",
            {},
            {},
            ["Write backends."],
            id="service-account: Write backends",
        ),
    ],
)
def test_beside_the_message(
    beside: Any, rule: Rule, text: str, parameters: dict[str, Any], facts: dict[str, Any], expected: list[str]
) -> None:
    assert beside(rule, text, parameters, facts) == expected
