"""What platform.yaml becomes: values, with the pointer of every leaf."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generators.platform.positions import Place
from generators.platform.read import read_platform
from generators.platform.schema import platform_schema
from generators.platform.values import Component, KubernetesVersion, Port, Scale, Setting, Sourced
from manifests.errors import MistakesError
from manifests.reader import read_documents, to_plain
from tests.generators.platform.shop import SHOP, changed, read
from tests.generators.platform.types_for_tests import TYPES

SHIPPED = (Path(__file__).parents[3] / "platform.yaml").read_text(encoding="utf-8")


def backend(line: str) -> Component:
    """The backend with one more line."""
    return read(changed(("# more of backend", line))).component("backend")


def in_dev(line: str, name: str) -> Component:
    """A component as dev has it, with one more override."""
    return read(changed(("# more of dev", line))).environments[0].component(name)


def test_the_shipped_platform_is_right() -> None:
    platform, _ = read_platform(SHIPPED, "platform.yaml", TYPES)
    assert (platform.name, platform.kubernetes, platform.branch) == ("ai-train", KubernetesVersion(1, 35), "main")
    assert [component.name for component in platform.components] == [
        "backend",
        "frontend",
        "model",
        "postgres",
        "redis",
    ]
    assert [each.namespace for each in platform.environments] == ["ai-train-dev", "ai-train-prod", "ai-train-staging"]


def test_what_is_not_said_of_the_cluster_has_a_default() -> None:
    platform = read(SHOP)
    assert (platform.cluster.monitoring_namespace, platform.cluster.database_operator_namespace) == (
        "monitoring",
        "cnpg-system",
    )
    text = changed(
        ("  api_server", "  monitoring: {namespace: metrics}\n  database_operator: {namespace: pg}\n  api_server")
    )
    assert (read(text).cluster.monitoring_namespace, read(text).cluster.database_operator_namespace) == (
        "metrics",
        "pg",
    )


@pytest.mark.parametrize(
    ("pointer", "line", "column"),
    [
        pytest.param("/components/backend", 14, 3, id="a mapping stands where its key does"),
        pytest.param("/components/backend/replicas", 17, 15, id="a value stands for itself"),
        pytest.param("/components/backend/needs/1", 18, 17, id="an item of a list"),
        pytest.param("/components/backend/scale/by", 14, 3, id="what is not there stands at its nearest ancestor"),
        pytest.param("", 1, 1, id="the whole"),
    ],
)
def test_positions(pointer: str, line: int, column: int) -> None:
    _, positions = read_platform(SHOP, "platform.yaml", TYPES)
    assert positions.of(pointer) == Place("platform.yaml", line, column)


def test_an_environment_overrides_single_leaves() -> None:
    platform = read(SHOP)
    dev, prod = platform.environments
    assert dev.component("model").scale == Scale(
        by="gpu",
        minimum=Sourced(1, "/environments/dev/components/model/scale/between/0"),
        maximum=Sourced(1, "/environments/dev/components/model/scale/between/1"),
        target=None,
        double_above=Sourced(80, "/components/model/scale/double_above"),
        shrink_below=Sourced(30, "/components/model/scale/shrink_below"),
        source="/components/model/scale",
    )
    assert prod.components == platform.components


@pytest.mark.parametrize(
    ("line", "name", "of", "value"),
    [
        pytest.param(
            "backend: {config: {LOG_LEVEL: debug}}",
            "backend",
            lambda component: component.config,
            (Setting("LOG_LEVEL", Sourced("debug", "/environments/dev/components/backend/config/LOG_LEVEL")),),
            id="configuration is replaced by key",
        ),
        pytest.param(
            "backend: {config: {AREA: eu}}",
            "backend",
            lambda component: component.config,
            (
                Setting("AREA", Sourced("eu", "/environments/dev/components/backend/config/AREA")),
                Setting("LOG_LEVEL", Sourced("info", "/components/backend/config/LOG_LEVEL")),
            ),
            id="configuration is added by key",
        ),
        pytest.param(
            "backend: {config: {LOG_LEVEL: null}}",
            "backend",
            lambda component: component.config,
            (),
            id="null removes configuration",
        ),
        pytest.param(
            "backend: {resources: {requests: {cpu: 100m}}}",
            "backend",
            lambda component: (component.resources.requests.cpu, component.resources.requests.memory),
            (
                Sourced("100m", "/environments/dev/components/backend/resources/requests/cpu"),
                Sourced("512Mi", "/components/backend/resources/requests/memory"),
            ),
            id="resources merge at every depth",
        ),
        pytest.param(
            "backend: {replicas: 1}",
            "backend",
            lambda component: component.replicas,
            Sourced(1, "/environments/dev/components/backend/replicas"),
            id="replicas",
        ),
        pytest.param(
            "db: {storage: 1Gi, instances: 1, max_connections: 50}",
            "db",
            lambda component: (component.storage, component.instances, component.max_connections),
            (
                Sourced("1Gi", "/environments/dev/components/db/storage"),
                Sourced(1, "/environments/dev/components/db/instances"),
                Sourced(50, "/environments/dev/components/db/max_connections"),
            ),
            id="storage, instances, connections",
        ),
        pytest.param(
            "portal: {routes: [{host: study}]}",
            "portal",
            lambda component: (component.routes[0].host, component.routes[0].path),
            (
                Sourced("study", "/environments/dev/components/portal/routes/0/host"),
                Sourced("/", "/components/portal/routes/0/path"),
            ),
            id="the host of a route",
        ),
    ],
)
def test_what_an_environment_may_say(line: str, name: str, of: Callable[[Component], Any], value: Any) -> None:
    assert of(in_dev(line, name)) == value


def test_a_disabled_component_is_not_in_the_environment() -> None:
    dev, prod = read(changed(("# more of dev", "portal: {enabled: false}"))).environments
    assert [component.name for component in dev.components] == ["backend", "cache", "db", "model"]
    assert [component.name for component in prod.components] == ["backend", "cache", "db", "model", "portal"]


def test_gpus_of_a_disabled_component_are_not_counted() -> None:
    text = changed(("      model: {scale: {between: [1, 1]}}", "      model: {enabled: false}"), ("    gpus: 1\n", ""))
    assert read(text).environments[0].gpus is None


@pytest.mark.parametrize(
    ("line", "ports"),
    [
        pytest.param("port: 9000", [("http", 9000)], id="one port is http"),
        pytest.param(
            "ports: {admin: 1, http: 2, grpc: 3}", [("http", 2), ("admin", 1), ("grpc", 3)], id="http is first"
        ),
        pytest.param(
            "ports: {metrics: 9090, grpc: 9000}", [("grpc", 9000), ("metrics", 9090)], id="else the first by name"
        ),
    ],
)
def test_ports(line: str, ports: list[tuple[str, int]]) -> None:
    assert [(port.name, port.number.value) for port in backend(line).ports] == ports


def test_quantities_keep_their_text() -> None:
    text = changed(("requests: {cpu: 250m, memory: 512Mi}", "requests: {cpu: 0.50, memory: 512Mi}"))
    assert read(text).component("backend").resources.requests.cpu == Sourced(
        "0.50", "/components/backend/resources/requests/cpu"
    )


def test_a_pointer_escapes_what_stands_in_names() -> None:
    (file,) = backend("files: {/etc/app/x.txt: hello}").files
    assert (file.path, file.text) == ("/etc/app/x.txt", Sourced("hello", "/components/backend/files/~1etc~1app~1x.txt"))


def test_a_port_keeps_its_pointer() -> None:
    assert backend("port: 9000").ports == (Port("http", Sourced(9000, "/components/backend/port")),)


def test_a_quoted_date_is_a_date() -> None:
    singleton = read(changed(("expires: 2027-06-30", 'expires: "2027-06-30"'))).component("cache").singleton
    assert singleton is not None and singleton.expires == "2027-06-30"


def written(value: Any) -> str:
    """YAML's flow style of plain data, every text quoted. JSON would do, but for its escapes."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{written(key)}: {written(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(written, value)) + "]"
    if isinstance(value, str):
        return "'" + value.replace("'", "''") + "'"
    return {"None": "null", "True": "true", "False": "false"}.get(str(value), str(value))


@st.composite
def shuffled(draw: st.DrawFn, value: Any) -> Any:
    """The same data with the keys of every mapping in any order."""
    if isinstance(value, dict):
        return {key: draw(shuffled(value[key])) for key in draw(st.permutations(sorted(value)))}
    if isinstance(value, list):
        return [draw(shuffled(item)) for item in value]
    return value


SCHEMA = jsonschema_rs.Draft202012Validator(platform_schema(TYPES))
SHIPPED_DATA = to_plain(read_documents(SHIPPED, "platform.yaml")[0].root)
SHOP_DATA = to_plain(read_documents(SHOP, "platform.yaml")[0].root)
IN_ORDER = read_platform(SHIPPED, "platform.yaml", TYPES)[0]


@settings(max_examples=40, deadline=None)
@given(shuffled(SHIPPED_DATA))
def test_the_order_of_keys_says_nothing(data: Any) -> None:
    assert read(written(data)) == IN_ORDER


SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 70000), st.floats(allow_nan=False), st.text(max_size=5), st.just("60%")
)
GARBAGE = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
)


@st.composite
def broken(draw: st.DrawFn, value: Any) -> Any:
    """The same data with garbage in one place, a key taken away, or a key that is not known."""
    if isinstance(value, dict) and value and draw(st.integers(0, 9)):
        key = draw(st.sampled_from(sorted(value)))
        return value | {key: draw(broken(value[key]))}
    if isinstance(value, list) and value and draw(st.integers(0, 9)):
        index = draw(st.integers(0, len(value) - 1))
        return [*value[:index], draw(broken(value[index])), *value[index + 1 :]]
    if isinstance(value, dict) and value and draw(st.booleans()):
        return {key: each for key, each in value.items() if key != draw(st.sampled_from(sorted(value)))}
    return draw(GARBAGE)


def outcome(text: str) -> list[str]:
    """The mistakes as lines; anything but MistakesError passes through and fails the test."""
    try:
        read(text)
    except MistakesError as error:
        return str(error).splitlines()
    return []


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(broken(SHOP_DATA))
def test_a_broken_platform_gives_mistakes_or_values(data: Any) -> None:
    try:
        lines = outcome(written(data))
    except UnicodeEncodeError:  # a lone surrogate never comes from a file
        return
    assert all(line.startswith("platform.yaml:") and len(line.split(": ", 1)[1]) > 10 for line in lines)
    assert len(lines) == len(set(lines))
    assert lines or SCHEMA.is_valid(to_plain(read_documents(written(data), "platform.yaml")[0].root))


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=200))
def test_garbage_gives_mistakes(text: str) -> None:
    assert outcome(text)
