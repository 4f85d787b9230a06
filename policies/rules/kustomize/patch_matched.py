"""Every patch with a target finds an object."""

from policies.per_source import per_silent_entry
from policies.rule import Profile, Rule, Scope, Severity

RULE = Rule(
    id="kustomize/patch-matched",
    demands="Every patch with a target finds an object to patch.",
    why="A patch whose target matches nothing is dropped by kustomize without a word: after a rename in the base the "
    "limits, replicas or security of an overlay are gone, and everything still builds.",
    fix="Correct the target, or take the patch away.",
    bad="""
# file: overlays/prod/kustomization.yaml
resources: [../../base]
patches:
  - target: {kind: Deployment, name: api}
    patch: |
      - op: add
        path: /spec/replicas
        value: 3
# file: base/kustomization.yaml
resources: [deployment.yaml]
# file: base/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: backend}]
""",
    good="""
# file: overlays/prod/kustomization.yaml
resources: [../../base]
patches:
  - target: {kind: Deployment, name: backend}
    patch: |
      - op: add
        path: /spec/replicas
        value: 3
# file: base/kustomization.yaml
resources: [deployment.yaml]
# file: base/deployment.yaml
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers: [{name: api, image: backend}]
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=per_silent_entry("patches", "the patch of {} matches no object"),
    scope=Scope.FILES,
)
