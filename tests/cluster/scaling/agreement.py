"""Whether a real autoscaler took the steps that the arithmetic of `sync` says, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from generators.arithmetic.autoscaler_simulation import Autoscaler
from tests.cluster.scaling.rounds import Round


def disagreements(rounds: Sequence[Round], autoscaler: Autoscaler, since: float) -> list[str]:
    """A sentence for each round whose decision is another than the simulation's, which sees what the round saw.

    Before `since` (seconds) the controller may remember what the trace did not see: those rounds are not judged.
    """
    found = []
    for here, following in pairwise(rounds):
        said = autoscaler.step(here.seconds, here.replicas, here.pods)
        if here.seconds >= since and said != following.replicas:
            pods = here.pods
            average = "no value" if here.average is None else f"{float(here.average):.3f} %"
            found.append(
                f"at {here.seconds:.2f} s with {here.replicas} replicas ({len(pods.ready)} ready at {average}, "
                f"{pods.unready} unready, {pods.missing} without a value): the arithmetic says {said}, "
                f"the controller made {following.replicas}"
            )
    return found
