"""The message of a commit that nobody wrote one for."""

from __future__ import annotations

import pytest

from generators.git.status import Entry
from generators.publish.belonging import Belonging
from generators.publish.message import message_for


def entries(*paths: str) -> tuple[Entry, ...]:
    """`+path` is new, `-path` gone, anything else changed."""
    letters = {"+": ".A", "-": ".D"}
    made = []
    for path in paths:
        index, work = letters.get(path[0], ".M")
        made.append(Entry(path.lstrip("+-"), index, work, followed=path[0] != "+"))
    return tuple(made)


@pytest.mark.parametrize(
    ("inputs", "outputs", "message"),
    [
        pytest.param(
            ["platform.yaml"],
            ["overlays/dev/api/kustomization.yaml", "+clusters/dev/platform/api.yaml", "platform.schema.json"],
            "Sync dev (1 created, 1 changed)\n\nplatform.schema.json: 1 changed\ndev: 1 changed (api)\n"
            "clusters/dev: 1 created\nfrom platform.yaml\n",
            id="one environment, its Flux objects counted with it",
        ),
        pytest.param(
            [],
            ["-base/api/a.yaml", "overlays/dev/api/a.yaml", "overlays/prod/api/a.yaml"],
            "Sync base (1 removed), dev (1 changed), prod (1 changed)\n\nbase: 1 removed (api)\ndev: 1 changed (api)\n"
            "prod: 1 changed (api)\n",
            id="several environments",
        ),
        pytest.param(
            [],
            [f"overlays/region-{index}/api/a.yaml" for index in range(5)],
            "Sync region-0, region-1, region-2, region-3, region-4: 5 changed\n\n"
            + "".join(f"region-{index}: 1 changed (api)\n" for index in range(5)),
            id="names without counts where the line would be long",
        ),
        pytest.param(
            [],
            [f"overlays/region-{index}/api/a.yaml" for index in range(8)],
            "Sync 8 places: 8 changed\n\n" + "".join(f"region-{index}: 1 changed (api)\n" for index in range(8)),
            id="no names where they would be long",
        ),
        pytest.param(
            [],
            ["platform.schema.json"],
            "Sync platform.schema.json (1 changed)\n\nplatform.schema.json: 1 changed\n",
            id="the schema alone",
        ),
        pytest.param(
            ["platform.yaml"],
            ["+components.schema.json", "overlays/dev/api/kustomization.yaml"],
            "Sync dev (1 changed)\n\ncomponents.schema.json: 1 created\ndev: 1 changed (api)\nfrom platform.yaml\n",
            id="an environment beside the schema of included files",
        ),
        pytest.param(
            [],
            ["+components.schema.json", "platform.schema.json"],
            "Sync platform.schema.json, components.schema.json: 1 created, 1 changed\n\n"
            "platform.schema.json: 1 changed\ncomponents.schema.json: 1 created\n",
            id="both schemas alone",
        ),
        pytest.param(
            [f"extras/all/api/{index:02}.yaml" for index in range(12)],
            [],
            "Sync 12 inputs, which change no generated file\n\nfrom "
            + ", ".join(f"extras/all/api/{index:02}.yaml" for index in range(10))
            + ", 2 more\n",
            id="inputs alone",
        ),
        pytest.param(
            ["images/pins/production-europe/recommendations/kustomization.yaml"],
            [],
            "Sync an input, which changes no generated file\n\n"
            "from images/pins/production-europe/recommendations/kustomization.yaml\n",
            id="one input with a long name",
        ),
    ],
)
def test_the_message_for(inputs: list[str], outputs: list[str], message: str) -> None:
    assert message_for(Belonging(entries(*inputs), entries(*outputs), ())) == message
