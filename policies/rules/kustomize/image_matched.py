"""Every entry of images finds an image."""

from policies.per_source import per_silent_entry
from policies.rule import Profile, Rule, Scope, Severity

RULE = Rule(
    id="kustomize/image-matched",
    demands="Every entry of images finds an image to replace.",
    why="An entry whose name no container has is dropped by kustomize without a word: the tag that was pinned, or "
    "promoted, is not the one that runs. The name is the whole name as it stands in the base, with its registry.",
    fix="Write the name as it stands in the base, or take the entry away.",
    bad="""
# file: overlays/prod/kustomization.yaml
resources: [../../base]
images:
  - {name: api, newTag: 1.5.0}
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
images:
  - {name: backend, newTag: 1.5.0}
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
    judge=per_silent_entry("images", "{} is used by no container"),
    scope=Scope.FILES,
)
