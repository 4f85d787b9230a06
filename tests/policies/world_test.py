"""The indexes of the world."""

import sys
from types import FrameType
from typing import Any

from policies.objects import Object
from policies.rules.catalogue import RULES
from policies.workload.workload import Workload
from policies.world import World


def deployment(name: str, namespace: str | None = None, **labels: str) -> Object:
    template = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "c", "image": "app:1"}]}}
    metadata = {"name": name} if namespace is None else {"name": name, "namespace": namespace}
    return Object({"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": {"template": template}})


def budget(name: str, selector: dict[str, Any]) -> Object:
    spec = {"maxUnavailable": 1, "selector": selector}
    return Object({"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": name}, "spec": spec})


def names(workloads: tuple[Workload, ...]) -> list[str]:
    return [workload.object.name for workload in workloads]


def test_a_budget_selects_in_its_namespace_alone() -> None:
    objects = (deployment("a", app="x"), deployment("b", "other", app="x"), deployment("c", app="y"))
    world = World((*objects, budget("one", {"matchLabels": {"app": "x"}}), budget("all", {})))
    assert [names(world.selected_by(found)) for found in world.budgets] == [["a"], ["a", "c"]]
    assert [found.object.name for found in world.budgets_of(world.workloads[0])] == ["one", "all"]


def test_no_namespace_is_the_namespace_default() -> None:
    world = World((deployment("a", "default", app="x"), budget("one", {"matchLabels": {"app": "x"}})))
    assert names(world.selected_by(world.budgets[0])) == ["a"]


def test_the_cost_is_linear_in_the_number_of_objects() -> None:
    """Counted in calls, not in seconds: a busy machine makes no more of them."""

    def calls(count: int) -> int:
        objects = [deployment(f"d{index}", app=f"d{index}") for index in range(count)]
        objects += [budget(f"b{index}", {"matchLabels": {"app": f"d{index}"}}) for index in range(count)]
        world = World(tuple(objects), {"gpus": 8})
        counted = 0

        def count_calls(frame: FrameType, event: str, argument: object) -> None:
            nonlocal counted
            counted += event == "call"

        sys.setprofile(count_calls)
        try:
            for rule in RULES:
                for _ in rule.judge(world, rule.defaults):
                    pass
        finally:
            sys.setprofile(None)
        return counted

    assert calls(800) < 1.1 * 8 * calls(100)


def test_an_index_is_built_once_for_a_world() -> None:
    built: list[int] = []

    def count(world: World) -> int:
        built.append(len(world.objects))
        return len(world.objects)

    one, two = World((deployment("a"),)), World((deployment("a"), deployment("b")))
    assert [one.index(count), one.index(count), two.index(count)] == [1, 1, 2]
    assert built == [1, 2]


def test_a_partial_run_knows_all_of_a_namespace_only_if_it_read_the_namespace_itself() -> None:
    namespace = Object({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}})
    partial = World((namespace, deployment("a", "shop"), deployment("b", "other")), partial=True)
    assert (partial.holds_all_of("shop"), partial.holds_all_of("other")) == (True, False)
    assert World((deployment("b", "other"),)).holds_all_of("other")
