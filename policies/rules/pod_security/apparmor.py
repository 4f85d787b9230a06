"""No pod turns off the AppArmor profile that its containers run under."""

from collections.abc import Iterator, Mapping
from typing import Any

from policies.answer import kyverno
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed
from policies.workload.security import annotations, has_template, holders
from policies.workload.workload import Workload
from policies.world import World

_PREFIX = "container.apparmor.security.beta.kubernetes.io/"


def _names_container(key: Any) -> bool:
    return isinstance(key, str) and key.startswith(_PREFIX)


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for holder in holders(workload.pod):
        profile = holder.setting("appArmorProfile")
        kind = profile.at("type").text()
        if profile.value is not None and kind not in ("RuntimeDefault", "Localhost"):
            message = f"the AppArmor profile is {kind}" if kind else "the AppArmor profile has no type"
            yield failed(workload.object, message, profile.at("type").pointer, holder.container)
    written = annotations(workload)
    for key in filter(_names_container, written.mapping()):
        value = written.at(key).text()
        if value not in ("", "runtime/default") and not value.startswith("localhost/"):
            message = f"the AppArmor profile is {value}"
            yield failed(workload.object, message, written.at(key).pointer, key.removeprefix(_PREFIX))


RULE = Rule(
    id="pod-security/apparmor",
    demands="AppArmor profiles are RuntimeDefault or Localhost, in fields and in annotations, or are not set.",
    why="Where nodes have AppArmor the runtime's profile keeps containers from the node's files; Unconfined "
    "takes it away (Pod Security Standards, baseline). The annotations are still read where no field is "
    "set.",
    fix="Remove the profile, or set it to RuntimeDefault.",
    bad="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      securityContext: {appArmorProfile: {type: Unconfined}}
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
""",
    good="""
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      securityContext: {appArmorProfile: {type: RuntimeDefault}}
      containers:
        - name: api
          image: registry.example.com/backend:1.5.0
""",
    severity=Severity.ERROR,
    profile=Profile.RESTRICTED,
    answers=(*kyverno("restrict-apparmor-profiles"),),
    judge=per_workload(_check, has_template),
)
