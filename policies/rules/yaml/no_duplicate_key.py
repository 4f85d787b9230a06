"""No key is set twice."""

from manifests.oddity import OddityKind
from policies.per_source import per_oddity
from policies.rule import Profile, Rule, Scope, Severity

RULE = Rule(
    id="yaml/no-duplicate-key",
    demands="No key is set twice in one mapping.",
    why="Of a key that is set twice kubectl takes the last without a word, kustomize stops, and the person who wrote "
    "the first one never learns that it does not hold.",
    fix="Remove all but one of them.",
    bad="""
# file: settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
data:
  region: eu
  region: us
""",
    good="""
# file: settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
data:
  region: eu
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=per_oddity(OddityKind.DUPLICATE_KEY),
    scope=Scope.FILES,
)
