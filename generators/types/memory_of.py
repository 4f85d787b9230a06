"""The memory that a server which must be told of it may use."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from generators.objects.resources import DefaultAmounts, memory_limit
from generators.platform.values import Component, Sourced
from generators.types.misfit import Misfit
from manifests.quantity import parse_quantity


def memory_setting(component: Component, defaults: DefaultAmounts, share: Callable[[Fraction], str]) -> Sourced[str]:
    """What `share` makes of the component's memory limit in bytes. Misfit where that is too little to run in."""
    limit = memory_limit(component.resources, defaults)
    amount, source = (limit.value, limit.source) if isinstance(limit, Sourced) else (limit, component.source)
    try:
        return Sourced(share(parse_quantity(amount).amount), source)
    except ValueError as error:
        raise Misfit(source, str(error)) from error
