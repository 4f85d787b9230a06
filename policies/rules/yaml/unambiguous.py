"""kubectl and kustomize read every value alike."""

from manifests.oddity import OddityKind
from policies.per_source import per_oddity
from policies.rule import Profile, Rule, Scope, Severity

RULE = Rule(
    id="yaml/unambiguous",
    demands="Every value of a file is the same to kubectl and to kustomize.",
    why="What kubectl reads as true or false (yes, no, on, off, y) is text to kustomize: what was tried by hand is "
    "not what is applied. A date is rewritten by one of them, and a number beyond 64 bits is rounded.",
    fix="Quote the value, or write true or false.",
    bad="""
# file: settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
data:
  debug: yes
""",
    good="""
# file: settings.yaml
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: web}
data:
  debug: "yes"
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    judge=per_oddity(OddityKind.READERS_DIFFER),
    scope=Scope.FILES,
)
