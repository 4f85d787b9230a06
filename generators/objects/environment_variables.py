"""A container's `env`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generators.objects.body import Body
from generators.platform.values import SecretReference, Setting, Sourced


@dataclass(frozen=True, slots=True)
class Variable:
    """One entry of `env`: a text, or a key of a Secret (`secret`, `key`)."""

    name: str
    value: str | Sourced[str] | None = None
    secret: str | Sourced[str] | None = None
    key: str | Sourced[str] | None = None

    def body(self) -> Body:
        """The entry. A Secret is only ever referred to: its content is never in Git."""
        if self.secret is not None:
            return {"name": self.name, "valueFrom": {"secretKeyRef": {"name": self.secret, "key": self.key}}}
        return {"name": self.name, "value": self.value}


def environment_variables(
    derived: Iterable[Variable], written: Iterable[Setting], secrets: Iterable[SecretReference]
) -> list[Body]:
    """The derived variables, then the component's own; one that the component writes replaces a derived one."""
    own = [Variable(setting.name, setting.value) for setting in written]
    own += [Variable(each.variable, secret=each.secret, key=each.key) for each in secrets]
    taken = {variable.name for variable in own}
    return [variable.body() for variable in [*(each for each in derived if each.name not in taken), *own]]
