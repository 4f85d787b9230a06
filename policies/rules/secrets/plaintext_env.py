"""No environment variable and no argument holds a credential."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from policies.answer import kube_linter, polaris
from policies.parameters import NOT_SECRET
from policies.per_workload import per_workload
from policies.rule import Profile, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.container import Container
from policies.workload.credential import credential_in
from policies.workload.field import Field, UnreadableError
from policies.workload.workload import Workload
from policies.world import World


def _applies(workload: Workload, parameters: Mapping[str, Any]) -> bool:
    return workload.object.kind != "Cluster"


def _check(world: World, workload: Workload, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    for container in workload.pod.containers:
        try:
            for name, value, shown in _values(container):
                found = credential_in(name, str(value.value))
                if found is not None and not any(fnmatchcase(name, glob) for glob in parameters["not_secret"]):
                    message = f"{shown} holds {found} in the clear"
                    yield failed(workload.object, message, value.pointer, container.name)
        except UnreadableError as error:
            yield not_evaluated(workload.object, str(error))


def _values(container: Container) -> Iterator[tuple[str, Field, str]]:
    """Each text a container is given: what it is called ("" unknown), the text, and how a finding names it."""
    body = Field(container.body, container.pointer)
    for variable in body.at("env").items():
        name, value = variable.at("name").text(), variable.at("value")
        if value.text():
            yield name, value, f"variable {name}"
    for key in ("command", "args"):
        flag = ""
        for part in body.at(key).items():
            option, equals, given = part.text().partition("=")
            is_option = option.startswith("-")
            if is_option and equals:
                yield option, Field(given, part.pointer), f"argument {option}"
            elif not is_option:
                yield flag, part, f"argument {flag}" if flag else "an argument"
            flag = option if is_option and not equals else ""


RULE = Rule(
    id="secrets/plaintext-env",
    demands="No environment variable and no argument of a container holds a password, a key or a token.",
    why="It is readable in Git, in the API for everybody who may list pods, in `kubectl describe`, and in crash "
    "reports (Kubernetes, Good practices for Kubernetes Secrets).",
    fix="Put it into a Secret, name it with valueFrom.secretKeyRef, and change it: what was in Git is known.",
    bad="""
apiVersion: v1
kind: Pod
metadata: {name: backend}
spec:
  containers:
    - name: api
      image: registry.example.com/backend:1.5.0
      env: [{name: DATABASE_PASSWORD, value: correct-horse}]
""",
    good="""
apiVersion: v1
kind: Pod
metadata: {name: backend}
spec:
  containers:
    - name: api
      image: registry.example.com/backend:1.5.0
      env:
        - name: DATABASE_PASSWORD
          valueFrom: {secretKeyRef: {name: database, key: password}}
        - name: DATABASE_PASSWORD_FILE
          value: /run/secrets/database
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(
        *kube_linter("env-var-secret"),
        *polaris("sensitiveContainerEnvVar"),
    ),
    judge=per_workload(_check, _applies),
    parameters=(NOT_SECRET,),
)
