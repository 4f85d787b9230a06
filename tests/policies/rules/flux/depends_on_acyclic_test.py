"""flux/depends-on-acyclic: circles of any length, each told once."""

import itertools
from typing import Any

import pytest

from policies.rules.flux.depends_on_acyclic import RULE


def flux(name: str, spec: str = "", namespace: str = "flux-system", path: str = "./apps") -> str:
    return (
        f"{{apiVersion: kustomize.toolkit.fluxcd.io/v1, kind: Kustomization, metadata: {{name: {name}, namespace: "
        f"{namespace}}}, spec: {{interval: 1h, path: {path}, prune: true, sourceRef: {{kind: GitRepository, name: "
        f"flux-system}}, {spec}}}}}\n---\n"
    )


def chain(*names: str) -> str:
    return "".join(flux(name, f"dependsOn: [{{name: {after}}}]") for name, after in itertools.pairwise(names))


def circle(field: str, names: str) -> str:
    return f"{field}: dependsOn comes back to itself: {names}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(chain("a", "b", "c") + flux("c"), ["pass Kustomization/a", "pass Kustomization/b"], id="a chain"),
        pytest.param(
            chain("a", "a"), [circle("fail Kustomization/a /spec/dependsOn/0/name", "a -> a")], id="it needs itself"
        ),
        pytest.param(
            chain("b", "a", "b"),
            [circle("fail Kustomization/a /spec/dependsOn/0/name", "a -> b -> a")],
            id="two need each other: told once, at the first by name",
        ),
        pytest.param(
            chain("c", "a", "b", "c"),
            [circle("fail Kustomization/a /spec/dependsOn/0/name", "a -> b -> c -> a")],
            id="a circle of three",
        ),
        pytest.param(
            chain("z", "a", "b", "a"),
            ["pass Kustomization/z", circle("fail Kustomization/a /spec/dependsOn/0/name", "a -> b -> a")],
            id="who waits for a circle is not part of it",
        ),
        pytest.param(
            chain("a", "b", "a") + chain("c", "d", "c"),
            [
                circle("fail Kustomization/a /spec/dependsOn/0/name", "a -> b -> a"),
                circle("fail Kustomization/c /spec/dependsOn/0/name", "c -> d -> c"),
            ],
            id="two circles",
        ),
        pytest.param(
            flux("a", "dependsOn: [{name: x}, {name: b}]") + chain("b", "a"),
            [circle("fail Kustomization/a /spec/dependsOn/1/name", "a -> b -> a")],
            id="the pointer is that of the dependency",
        ),
        pytest.param(
            flux("a", "dependsOn: [{name: b}, {name: c}]") + chain("b", "d") + chain("c", "d") + flux("d"),
            ["pass Kustomization/a", "pass Kustomization/b", "pass Kustomization/c"],
            id="two ways to one are no circle",
        ),
        pytest.param(
            flux("a", "dependsOn: [{name: b}]"), ["pass Kustomization/a"], id="what is not there ends the chain"
        ),
        pytest.param(flux("a"), [], id="it depends on nothing"),
        pytest.param(
            flux("a", "dependsOn: [b]"),
            ["not evaluated Kustomization/a: /spec/dependsOn/0 is a text, not a mapping"],
            id="no mapping",
        ),
    ],
)
def test_depends_on_acyclic(said: Any, text: str, expected: list[str]) -> None:
    assert said(RULE, text) == expected


def test_a_long_chain_is_no_deep_recursion(said: Any) -> None:
    names = [f"k{number:04}" for number in range(2000)]
    assert set(said(RULE, chain(*names))) == {f"pass Kustomization/{name}" for name in names[:-1]}
