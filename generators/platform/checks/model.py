"""A model in an image of its own is mounted as an image volume, which is on by default from Kubernetes 1.35."""

from __future__ import annotations

from collections.abc import Iterator

from generators.platform.draft import Draft
from generators.platform.fault import Fault
from generators.platform.values import KubernetesVersion

IMAGE_VOLUMES_SINCE = KubernetesVersion(1, 35)  # KEP-4639


def mountable(draft: Draft) -> Iterator[Fault]:
    if draft.kubernetes is None or draft.kubernetes >= IMAGE_VOLUMES_SINCE:
        return
    for component in draft.components:
        if component.model is not None and not component.model.built_in:
            yield Fault(
                component.model.source,
                f"a model in an image of its own needs Kubernetes {IMAGE_VOLUMES_SINCE}, found {draft.kubernetes}",
                "write `built_in: true`, and build the model into the server's image",
            )
