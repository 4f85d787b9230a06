"""All components together never ask for more GPUs than the environment has."""

from __future__ import annotations

from collections.abc import Iterator

from generators.platform.checks.scaling import most_pods
from generators.platform.draft import Draft
from generators.platform.fault import Fault
from generators.platform.old_names import with_old_names
from generators.platform.values import Component


def enough(draft: Draft) -> Iterator[Fault]:
    environment = draft.environment
    if environment is None or f"{environment.source}/gpus" in draft.broken:
        return
    users = [each for each in draft.components if each.gpu is not None]
    if not users or not all(draft.sound(each, "gpu", "scale", "replicas", "schedule", "deadline") for each in users):
        return
    users = [*with_old_names(users)]
    asked = sum(_asked(each) for each in users)
    terms = " + ".join(f"{each.name} {most_pods(each)} x {each.gpu.value if each.gpu else 0}" for each in users)
    if environment.gpus is None:
        yield Fault(
            environment.source,
            f"the components ask for {asked} GPUs at maximum ({terms}), found no key `gpus`",
            f"write `gpus: {asked}`",
        )
    elif asked > environment.gpus.value:
        yield Fault(
            environment.gpus.source,
            f"the components ask for {asked} GPUs at maximum ({terms}), found {environment.gpus.value}",
            f"write `gpus: {asked}`, or a lower maximum in `scale.between`",
        )


def _asked(component: Component) -> int:
    return most_pods(component) * (component.gpu.value if component.gpu is not None else 0)
