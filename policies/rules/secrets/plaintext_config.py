"""No ConfigMap and no values of a Helm release hold a credential."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from policies.answer import polaris
from policies.objects import Object
from policies.parameters import NOT_SECRET
from policies.per_workload import settled
from policies.rule import Profile, Rule, Severity, Verdict, failed, not_evaluated
from policies.workload.credential import credential_in
from policies.workload.field import Field, UnreadableError
from policies.workload.settings_text import settings_in
from policies.world import World

_DEEPEST = 50


def _judge(world: World, parameters: Mapping[str, Any]) -> Iterator[Verdict]:
    exempt = tuple(parameters["not_secret"])
    for item in world.of_kind("ConfigMap", "HelmRelease"):
        if (item.kind, item.group) in (("ConfigMap", ""), ("HelmRelease", "helm.toolkit.fluxcd.io")):
            yield from settled(item, _readable(item, exempt))


def _readable(item: Object, exempt: tuple[str, ...]) -> Iterator[Verdict]:
    body = Field(item.body)
    try:
        if item.kind == "ConfigMap":
            yield from _of_config_map(item, body.at("data"), exempt)
        else:
            for name, value in _leaves(body.at("spec", "values"), "", 0):
                yield from _of_value(item, name, name, value, exempt)
    except UnreadableError as error:
        yield not_evaluated(item, str(error))


def _of_config_map(item: Object, data: Field, exempt: tuple[str, ...]) -> Iterator[Verdict]:
    for key in data.mapping():
        value = data.at(str(key))
        if not isinstance(value.value, str):
            continue
        found = list(_of_value(item, str(key), str(key), value, exempt))
        if not found and ("\n" in value.value or "{" in value.value):
            found = list(_of_file(item, str(key), value, exempt))
        yield from found


def _of_file(item: Object, file: str, value: Field, exempt: tuple[str, ...]) -> Iterator[Verdict]:
    """One finding a file: the first name in it that holds a credential."""
    for name, setting in settings_in(file, value.text()):
        found = list(_of_value(item, name, f"{name} in {file}", Field(setting, value.pointer), exempt))
        if found:
            yield found[0]
            return


def _of_value(item: Object, name: str, shown: str, value: Field, exempt: tuple[str, ...]) -> Iterator[Verdict]:
    found = credential_in(name, value.text())
    if found is not None and not any(fnmatchcase(name, glob) for glob in exempt):
        yield failed(item, f"{shown} holds {found} in the clear", value.pointer)


def _leaves(field: Field, name: str, depth: int) -> Iterator[tuple[str, Field]]:
    """Every text below, with the name that it stands under: of an item {name, value}, the name it gives."""
    if depth > _DEEPEST:
        return
    if isinstance(field.value, str):
        yield name, field
    elif isinstance(field.value, list):
        for each in field.items():
            yield from _leaves(each, name, depth + 1)
    elif isinstance(field.value, Mapping):
        given = field.value.get("name")
        for key in field.value:
            own = given if key == "value" and isinstance(given, str) else str(key)
            yield from _leaves(field.at(str(key)), own, depth + 1)


RULE = Rule(
    id="secrets/plaintext-config",
    demands="No ConfigMap and no values of a HelmRelease hold a password, a key or a token.",
    why="A ConfigMap is readable in Git and for everybody who may read the namespace; it is neither encrypted at rest "
    "nor kept from logs, as a Secret can be (Kubernetes, ConfigMaps: it provides no secrecy).",
    fix="Put it into a Secret that SOPS encrypts or an operator makes, and change it: what was in Git is known.",
    bad="""
apiVersion: v1
kind: ConfigMap
metadata: {name: backend}
data: {DATABASE_URL: "postgres://shop:correct-horse@database:5432/shop"}
""",
    good="""
apiVersion: v1
kind: ConfigMap
metadata: {name: backend}
data:
  DATABASE_URL: postgres://shop:$(DATABASE_PASSWORD)@database:5432/shop
  TOKEN_URL: https://login.example.com/token
""",
    severity=Severity.ERROR,
    profile=Profile.ESSENTIAL,
    answers=(*polaris("sensitiveConfigmapContent"),),
    judge=_judge,
    parameters=(NOT_SECRET,),
)
