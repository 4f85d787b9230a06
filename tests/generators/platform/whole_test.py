"""Several files are one platform: the same values, and every mistake in the file that holds it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.platform.include import Found
from generators.platform.positions import Place, Positions
from generators.platform.read import read_platform
from generators.platform.values import Platform, Sourced
from manifests.errors import MistakesError
from tests.generators.platform.shop import SHOP, changed
from tests.generators.platform.types_for_tests import TYPES as ALL_TYPES

TYPES = tuple(replace(each, required=frozenset()) if each.name == "web" else each for each in ALL_TYPES)
INCLUDE = "components:\n  portal:"
MAIN = changed((INCLUDE, f"include: [components/*.yaml]\n{INCLUDE}"))
PAY = """\
components:
  pay:
    type: web
    replicas: 3
environments:
  dev:
    components:
      pay: {replicas: 1}
"""


def read(main: str, files: Mapping[str, str]) -> tuple[Platform, Positions]:
    def find(patterns: tuple[Sourced[str], ...]) -> Found:
        return Found(files)

    return read_platform(main, "platform.yaml", TYPES, find)


def mistakes(main: str, files: Mapping[str, str]) -> list[str]:
    try:
        read(main, files)
    except MistakesError as error:
        return str(error).splitlines()
    return []


def split(owners: Mapping[str, str], differences: bool) -> tuple[str, dict[str, str]]:
    """The shop with each component in the file that `owners` names, its differences beside it or in platform.yaml."""
    head, rest = SHOP.split("components:\n", 1)
    written, environments = rest.split("environments:\n", 1)
    blocks: dict[str, str] = {}
    for line in written.splitlines(keepends=True):
        if line.startswith("  ") and line[2] not in " #":
            name = line.strip().rstrip(":")
        blocks[name] = blocks.get(name, "") + line
    model = "      model: {scale: {between: [1, 1]}}\n"
    files: dict[str, str] = {}
    for name, owner in owners.items():
        files[owner] = files.get(owner, "components:\n") + blocks.pop(name)
    if differences and "model" in owners:
        environments = environments.replace(f"    components:\n{model}", "")
        files[owners["model"]] += f"environments:\n  dev:\n    components:\n{model}"
    main = f"{head}include: [components/*.yaml]\n"
    main += f"components:\n{''.join(blocks.values())}" if blocks else ""
    return f"{main}environments:\n{environments}", files


@given(
    owners=st.dictionaries(
        st.sampled_from(["portal", "backend", "model", "db", "cache"]),
        st.sampled_from(["components/a.yaml", "components/b.yaml", "components/team/c.yaml"]),
        min_size=1,
    ),
    differences=st.booleans(),
    backwards=st.booleans(),
)
def test_where_a_component_stands_changes_no_value(
    owners: Mapping[str, str], differences: bool, backwards: bool
) -> None:
    main, files = split(owners, differences)
    given_files = dict(reversed(files.items())) if backwards else files
    assert read(main, given_files)[0] == read_platform(SHOP, "platform.yaml", TYPES)[0]


@pytest.mark.parametrize(
    ("pointer", "place"),
    [
        pytest.param("/components/pay", Place("components/pay.yaml", 2, 3), id="a component: its key, in its file"),
        pytest.param("/components/pay/replicas", Place("components/pay.yaml", 4, 15), id="a value in its file"),
        pytest.param(
            "/environments/dev/components/pay/replicas",
            Place("components/pay.yaml", 8, 23),
            id="what differs, in the same file",
        ),
        pytest.param("/components/portal/type", Place("platform.yaml", 11, 11), id="a component of platform.yaml"),
        pytest.param(
            "/environments/dev/components/model", Place("platform.yaml", 46, 7), id="what differs in platform.yaml"
        ),
        pytest.param("/environments/dev", Place("platform.yaml", 42, 3), id="an environment: platform.yaml"),
        pytest.param("/components", Place("platform.yaml", 9, 1), id="all components: platform.yaml"),
        pytest.param("", Place("platform.yaml", 1, 1), id="the whole: platform.yaml"),
    ],
)
def test_the_place_of(pointer: str, place: Place) -> None:
    assert read(MAIN, {"components/pay.yaml": PAY})[1].of(pointer) == place


def test_a_place_is_written_as_editors_take_it() -> None:
    assert str(Place("components/pay.yaml", 2, 3)) == "components/pay.yaml:2:3"


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        pytest.param(
            {"a": PAY, "b": "components: {pay: {type: web}}\n"},
            ["b:1:14: components: the component `pay` stands in a already; keep one of them"],
            id="a component in two files",
        ),
        pytest.param(
            {"b": "components: {pay: {type: web}}\n", "a": PAY},
            ["b:1:14: components: the component `pay` stands in a already; keep one of them"],
            id="a component in two files, whichever is read first",
        ),
        pytest.param(
            {"a": "components: {portal: {type: web}}\n"},
            ["a:1:14: components: the component `portal` stands in platform.yaml already; keep one of them"],
            id="a component of platform.yaml too",
        ),
        pytest.param(
            {"a": "components: {pay: {type: web}}\nenvironments: {dev: {components: {model: {replicas: 1}}}}\n"},
            [
                "a:2:35: environments.dev.components: this file has no component `model`; "
                "write it in platform.yaml, or in the file of that component"
            ],
            id="what differs of another's component",
        ),
        pytest.param(
            {"a": PAY.replace("dev", "def")},
            ["a:6:3: environments: platform.yaml has no environment `def`; write `dev`"],
            id="an environment that platform.yaml lacks",
        ),
        pytest.param(
            {"a": PAY.replace("    components:\n", "    domain: x.example.com\n    components:\n")},
            ["a:7:5: environments.dev: unknown key `domain`; write `components`"],
            id="more of an environment than its components",
        ),
        pytest.param(
            {"a": PAY + "cluster: {}\ninclude: [components/c.yaml]\n"},
            [
                "a:9:1: only platform.yaml says `cluster`; write it there",
                "a:10:1: only platform.yaml says `include`; write it there",
            ],
            id="keys of platform.yaml alone: so nothing includes in a circle",
        ),
        pytest.param(
            {"a": PAY + "owners: [x]\n"},
            ["a:9:1: unknown key `owners`; write one of `components`, `environments`"],
            id="a key that is unknown",
        ),
        pytest.param(
            {"a": "environments: {}\n", "b": "components: {pay: {type: web, replicas: x}}\n"},
            ["a:1:1: the key `components` is missing; write for example `components: {frontend: {type: web}}`"],
            id="no components: what only follows is not said",
        ),
        pytest.param(
            {"a": "components: []\n"},
            [
                "a:1:1: components: must be a mapping of at least one name, found a list; "
                "write for example `components: {frontend: {type: web}}`"
            ],
            id="components that are a list",
        ),
        pytest.param(
            {"a": "components: {pay: {type: web}}\nenvironments: [dev]\n"},
            [
                "a:2:1: environments: must be a mapping, found a list; "
                "write for example `environments: {dev: {components: {frontend: {replicas: 1}}}}`"
            ],
            id="environments that are a list",
        ),
        pytest.param(
            {"a": "components: {pay: {type: web}}\nenvironments: {dev: , prod: {components: 3}}\n"},
            [
                "a:2:16: environments.dev: must be a mapping of components, found nothing; "
                "write for example `environments: {dev: {components: {frontend: {replicas: 1}}}}`",
                "a:2:42: environments.prod.components: must be a mapping, found the number 3; "
                "write for example `components: {frontend: {replicas: 1}}`",
            ],
            id="an environment that is nothing, components that are a number",
        ),
        pytest.param(
            {"a": PAY.replace("replicas: 3", "replicas: many"), "b": "components: {db2: {type: web, needs: [dbs]}}\n"},
            [
                "a:4:15: components.pay.replicas: must be a whole number from 1 to 10000, found 'many'; "
                "write for example `replicas: 2`",
                "b:1:39: components.db2.needs[0]: no component is named `dbs`; write `db`",
            ],
            id="mistakes in two files, each in its own",
        ),
        pytest.param(
            {"a": PAY.replace("{replicas: 1}", "{port: 1}")},
            [
                "a:8:13: environments.dev.components.pay: `port` may not differ between environments; only these may: "
                "config, enabled, external, instances, max_connections, replicas, resources, routes[].host, "
                "scale.between, schedule, storage"
            ],
            id="what may not differ",
        ),
        pytest.param(
            {"a": PAY, "b": "- x\n", "c": "", "d": "a: 1\n---\nb: 1\n"},
            [
                "b:1:1: must be a mapping, found a list; write for example `components: {frontend: {type: web}}`",
                "c:1:1: must be a mapping, found an empty file; "
                "write for example `components: {frontend: {type: web}}`",
                "d:3:1: must be one YAML document, found 2; leave out the `---` before this one",
            ],
            id="files that are no mapping: all at once",
        ),
        pytest.param(
            {"a": PAY.replace("replicas: 3", "replicas: 3\n    replicas: 4")},
            ["a:5:5: 'replicas' is set twice; the first is on line 4"],
            id="a key that stands twice",
        ),
        pytest.param(
            {"a": PAY + "x: yes\n"},
            [
                "a:9:1: unknown key `x`; write one of `components`, `environments`",
                "a:9:4: 'yes' is read as true by kubectl and as text by kustomize; quote it or write true",
            ],
            id="a value that readers read differently",
        ),
    ],
)
def test_a_mistake_is_said_in_its_file(files: Mapping[str, str], lines: list[str]) -> None:
    assert mistakes(MAIN, files) == lines


def test_an_oddity_hides_no_mistake_at_the_same_place_of_another_file() -> None:
    odd, wrong = "components: {pay: {type: web, replicas: yes}}\n", "components: {buy: {type: web, replicas: xes}}\n"
    assert mistakes(MAIN, {"a": odd, "b": wrong}) == [
        "a:1:41: 'yes' is read as true by kubectl and as text by kustomize; quote it or write true",
        "b:1:41: components.buy.replicas: must be a whole number from 1 to 10000, found 'xes'; "
        "write for example `replicas: 2`",
    ]


def test_a_date_is_no_oddity_in_an_included_file_either() -> None:
    alone = "components:\n  pay:\n    type: web\n    replicas: 1\n"
    alone += "    singleton: {reason: it may be lost, owner: pay-team, expires: 2027-06-30}\n"
    assert mistakes(MAIN, {"a": alone}) == []


def test_what_differs_twice_is_said_at_the_included_file() -> None:
    main = MAIN.replace("      # more of dev", "      pay: {replicas: 2}")
    assert mistakes(main, {"components/pay.yaml": PAY}) == [
        "components/pay.yaml:8:7: environments.dev.components: "
        "platform.yaml says already what differs of `pay` here; keep one of them"
    ]


def test_platform_yaml_may_say_what_differs_of_any_component() -> None:
    main = MAIN.replace("      # more of dev", "      pay: {replicas: 2}")
    platform, positions = read(main, {"components/pay.yaml": PAY.partition("environments")[0]})
    replicas = platform.environments[0].component("pay").replicas
    assert replicas == Sourced(2, "/environments/dev/components/pay/replicas")
    assert positions.of(replicas.source) == Place("platform.yaml", 47, 23)


def test_all_components_may_stand_in_other_files() -> None:
    main = "name: shop\nkubernetes: '1.35'\nregistry: r.example.com/s\ninclude: [components/*.yaml]\n"
    main += "environments: {dev: {}}\n"
    platform, positions = read(main, {"components/pay.yaml": PAY})
    assert [each.name for each in platform.components] == ["pay"]
    assert positions.of("/components/pay") == Place("components/pay.yaml", 2, 3)


@pytest.mark.parametrize(
    ("main", "lines"),
    [
        pytest.param(
            MAIN.replace("components:\n  portal", "components: 3\nx:\n  portal"),
            [
                "platform.yaml:9:13: components: must be a mapping of at least one name, found the number 3; "
                "write for example `components: {frontend: {type: web}}`",
            ],
            id="components of platform.yaml that are a number",
        ),
        pytest.param(
            MAIN.replace("environments:\n  dev", "environments: 3\nx:\n  dev"),
            [
                "platform.yaml:41:15: environments: must be a mapping of at least one name, found the number 3; "
                "write for example `environments: {dev: {domain: dev.example.com}}`",
            ],
            id="environments of platform.yaml that are a number",
        ),
        pytest.param(
            MAIN + "    zone: {}\n    components: [1]\n",
            [
                "platform.yaml:51:5: environments.prod: unknown key `zone`; "
                "write one of `components`, `domain`, `gpus`, `namespace`",
                "platform.yaml:52:5: environments.prod.components: must be a mapping, found a list; "
                "write for example `components: {frontend: {replicas: 1}}`",
            ],
            id="differences of platform.yaml that are a list",
        ),
        pytest.param(
            MAIN.replace("  dev:\n", "  dev: 3\n  qa:\n"),
            [
                "platform.yaml:42:8: environments.dev: must be a mapping, found the number 3; "
                "write for example `{domain: dev.example.com}`",
            ],
            id="an environment of platform.yaml that is a number",
        ),
    ],
)
def test_what_platform_yaml_says_wrong_is_said_once(main: str, lines: list[str]) -> None:
    follows = ("unknown key `x`", "is rewritten as a full timestamp")  # of the key that stands in the way
    files = {"components/pay.yaml": PAY + "  prod: {components: {pay: {replicas: 2}}}\n"}
    found = mistakes(main, files)
    assert [line for line in found if not any(part in line for part in follows)] == lines
