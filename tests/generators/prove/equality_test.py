"""Law 3: a difference between the build and the intent is an error that names the field."""

from typing import Any

import pytest

from generators.prove.equality import unlike_intent
from generators.prove.fault import Fault
from generators.tree.intent import Folder
from generators.tree.traced import Traced

DIRECTORY = "overlays/prod/backend"
MEANT: dict[str, Any] = {
    "apiVersion": "autoscaling/v2",
    "kind": "HorizontalPodAutoscaler",
    "metadata": {"name": "backend", "namespace": "shop-prod"},
    "spec": {"minReplicas": 2, "maxReplicas": 10},
}
SOURCES = {"/spec/minReplicas": "/components/backend/scale/between/0"}
FOLDER = Folder("prod", DIRECTORY, lambda: (Traced(MEANT, SOURCES, "/components/backend"),))


def built(**spec: Any) -> dict[str, Any]:
    return {**MEANT, "spec": {**MEANT["spec"], **spec}}


@pytest.mark.parametrize(
    ("objects", "faults"),
    [
        pytest.param([MEANT], [], id="the same object: nothing to say"),
        pytest.param(
            [built(minReplicas=1)],
            [
                Fault(
                    DIRECTORY,
                    "HorizontalPodAutoscaler/backend: /spec/minReplicas: meant 2, kustomize built 1",
                    "/components/backend/scale/between/0",
                )
            ],
            id="another value: the field, both values and the place in platform.yaml",
        ),
        pytest.param(
            [built(extra=[1])],
            [
                Fault(
                    DIRECTORY,
                    "HorizontalPodAutoscaler/backend: /spec/extra: meant nothing, kustomize built [1]",
                    "/components/backend",
                )
            ],
            id="a field too many: the component is the place",
        ),
        pytest.param(
            [],
            [
                Fault(
                    DIRECTORY,
                    "HorizontalPodAutoscaler/backend: meant, but kustomize did not build it",
                    "/components/backend",
                )
            ],
            id="an object that was not built",
        ),
        pytest.param(
            [MEANT, MEANT],
            [Fault(DIRECTORY, "HorizontalPodAutoscaler/backend: built twice")],
            id="an object that was built twice",
        ),
        pytest.param(
            [MEANT, {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "token"}}],
            [Fault(DIRECTORY, "Secret/token: built, but nothing in platform.yaml means it")],
            id="an object that nobody meant",
        ),
    ],
)
def test_the_faults_are_exactly(objects: list[dict[str, Any]], faults: list[Fault]) -> None:
    assert list(unlike_intent(FOLDER, objects)) == faults
