"""What verdicts of these rules say beside their message: a fix of their own, and whom else they are about."""

from typing import Any

import pytest

from policies.rule import Rule
from policies.rules.references import ingress_backend, route_backend, service_selects_pods


@pytest.mark.parametrize(
    ("rule", "text", "parameters", "facts", "expected"),
    [
        pytest.param(
            ingress_backend.RULE,
            """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i}
spec: {rules: [{http: {paths: [{path: /, backend: {service: {name: web, port: {number: 80}}}}]}}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: default}
spec: {ports: []}
""",
            {},
            {},
            ["Correct the port, or add it to the Service."],
            id="ingress-backend: Correct the port, or add it to the Service",
        ),
        pytest.param(
            ingress_backend.RULE,
            """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i}
spec: {rules: [{http: {paths: [{path: /, backend: {service: {name: web, port: {number: 80}}}}]}}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{port: 80, name: http}]}
""",
            {},
            {},
            ["Put both into one namespace."],
            id="ingress-backend: Put both into one namespace",
        ),
        pytest.param(
            ingress_backend.RULE,
            """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: i}
spec: {rules: [{http: {paths: [{path: /, backend: {service: {name: a, port: {number: 80}}}}, {path: /,
             backend: {service: {name: backend, port: {number: 80}}}}, {path: /, backend: {service: {
                 name: backend, port: {number: 80}}}}]}}]}
---
apiVersion: v1
kind: Service
metadata: {name: a, namespace: default}
spec: {ports: [{port: 80, name: http}]}
---
apiVersion: v1
kind: Service
metadata: {name: back-end, namespace: default}
spec: {ports: [{port: 80, name: http}]}
""",
            {},
            {},
            ["Write back-end."],
            id="ingress-backend: Write back-end",
        ),
        pytest.param(
            route_backend.RULE,
            """
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: default}
spec: {rules: [{backendRefs: [{name: web, port: 80}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{port: 80}]}
""",
            {},
            {},
            ["Put both into one namespace."],
            id="route-backend: Put both into one namespace",
        ),
        pytest.param(
            route_backend.RULE,
            """
apiVersion: gateway.networking.k8s.io/v1
kind: TLSRoute
metadata: {name: r, namespace: default}
spec: {rules: [{backendRefs: [{name: web, port: 1}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: default}
spec: {ports: [{port: 80}]}
""",
            {},
            {},
            ["Correct the port, or add it to the Service."],
            id="route-backend: Correct the port, or add it to the Service",
        ),
        pytest.param(
            route_backend.RULE,
            """
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: default}
spec: {rules: [{backendRefs: [{name: web, port: 80, namespace: shop}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {ports: [{port: 80}]}
""",
            {},
            {},
            ["Add a ReferenceGrant in shop from HTTPRoute of default to Service."],
            id="route-backend: Add a ReferenceGrant in shop from HTTPRoute of default to Service",
        ),
        pytest.param(
            route_backend.RULE,
            """
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: default}
spec: {parentRefs: [{name: publik}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: default}
spec: {listeners: [{name: web, port: 80}]}
""",
            {},
            {},
            ["Write public."],
            id="route-backend: Write public",
        ),
        pytest.param(
            route_backend.RULE,
            """
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: default}
spec: {parentRefs: [{name: public, port: 443}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: default}
spec: {listeners: [{name: web, port: 80}]}
""",
            {},
            {},
            ["Name a listener's port."],
            id="route-backend: Name a listener's port",
        ),
        pytest.param(
            route_backend.RULE,
            """
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: default}
spec: {parentRefs: [{name: public, namespace: edge}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: edge}
spec: {listeners: [{name: web, port: 80}]}
""",
            {},
            {},
            ["Write allowedRoutes.namespaces.from: All, or a selector, in the Gateway's listener."],
            id="route-backend: Write allowedRoutes.namespaces.from: All, or a selector, in the Gateway's listen",
        ),
        pytest.param(
            route_backend.RULE,
            """
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: r, namespace: default}
spec: {parentRefs: [{name: public, sectionName: api}]}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: public, namespace: default}
spec: {listeners: [{name: web, port: 80}]}
""",
            {},
            {},
            ["Name a listener of the Gateway."],
            id="route-backend: Name a listener of the Gateway",
        ),
        pytest.param(
            service_selects_pods.RULE,
            """
apiVersion: v1
kind: Service
metadata: {name: web, namespace: default}
spec: {selector: {app: web}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: w, namespace: shop}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, ports: []}]}}}
""",
            {},
            {},
            ["Put both into one namespace."],
            id="service-selects-pods: Put both into one namespace",
        ),
        pytest.param(
            service_selects_pods.RULE,
            """
apiVersion: v1
kind: Service
metadata: {name: web, namespace: default}
spec: {selector: {app: web}, ports: [{port: 53, targetPort: '53'}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: w, namespace: default}
spec: {template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, ports: []}]}}}
""",
            {},
            {},
            ["Name the port in the container, or write its number."],
            id="service-selects-pods: Name the port in the container, or write its number",
        ),
    ],
)
def test_beside_the_message(
    beside: Any, rule: Rule, text: str, parameters: dict[str, Any], facts: dict[str, Any], expected: list[str]
) -> None:
    assert beside(rule, text, parameters, facts) == expected
