"""What a second commit does to what runs: images, new components, removed ones, slow ones, everything at once."""

import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from generators import unpin
from tests.cluster.lab import played_database, stages
from tests.cluster.lab.capacity_watch import watched
from tests.cluster.lab.flux import condition
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.quota_watch import watched_quota
from tests.cluster.lab.record import Record
from tests.cluster.lab.route_watch import watched_route
from tests.cluster.lab.steady import at_replicas
from tests.cluster.lab.waiting import until

Body = dict[str, Any]
_NEW = "9.9.9-proof"
_COLUMNS = ("commit", "component", "pods wanted", "fewest ready", "promised", "looks")
_TITLE = "Capacity while commits roll out"
_REPORTS = """\
  reports:
    type: worker
    resources: {requests: {cpu: 100m, memory: 256Mi}, limits: {memory: 256Mi}}
    replicas: 2

environments:
"""


def _edit(lab: Lab, old: str, new: str) -> None:
    path = lab.origin.work / "platform.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"platform.yaml has {old!r} {text.count(old)} times"
    path.write_text(text.replace(old, new), encoding="utf-8")


def _pin_everywhere(lab: Lab, image: str, reference: str) -> None:
    for environment in lab.platform.environments:
        lab.pin(image, reference, environment.name)


def _promised(deployment: Body, replicas: int) -> int:
    return replicas - int(deployment["spec"]["strategy"]["rollingUpdate"]["maxUnavailable"])


def test_new_images_of_everything_at_the_maximum_keep_the_promised_capacity_and_fit_the_quota(
    lab: Lab, record: Record
) -> None:
    """The GPU pool is full here: a rollout that needed one more GPU would wait for ever."""
    maximum = {"frontend": 6, "backend": 10, "model": 8}
    with ExitStack() as until_end:
        until_end.enter_context(lab.put_back())
        until_end.enter_context(at_replicas(lab, maximum))
        until_end.enter_context(played_database.running(lab))
        capacity = until_end.enter_context(watched(lab.client, lab.namespace, *maximum))
        quota = until_end.enter_context(watched_quota(lab.client, lab.namespace))
        for component in maximum:
            lab.pin(component, _NEW)
        lab.wait_until_ready(lab.deliver("new images of everything"), 240)
        assert {lab.image(component) for component in maximum} == {_NEW}
        assert {component: lab.replicas(component) for component in maximum} == maximum

    for component, replicas in maximum.items():
        promised = _promised(lab.deployment(component), replicas)
        fewest = capacity.fewest[component]
        record.row(_TITLE, _COLUMNS, "new images at the maximum", component, replicas, fewest, promised, capacity.looks)
        assert fewest >= promised, f"{component}: {fewest} of {replicas} were ready, {promised} promised"
    for resource, (used, hard) in sorted(quota.most.items()):
        record.row("Most of the quota in that rollout", ("resource", "used", "hard"), resource, used, hard)
    assert not quota.refusals


def test_a_component_is_added_and_taken_out_again_with_everything_it_had(lab: Lab) -> None:
    with lab.put_back():
        _edit(lab, "\nenvironments:\n", "\n" + _REPORTS)
        _pin_everywhere(lab, "reports", "1.0.0")
        assert lab.sync() == 0
        lab.wait_until_ready(lab.deliver("reports are new"))
        assert len(lab.pods("reports")) == 2
        labelled = "app.kubernetes.io/name=reports"
        made = _of_component(lab, labelled)
        assert {"Deployment/reports", "NetworkPolicy/reports", "ServiceAccount/reports"} <= made

        _edit(lab, "\n" + _REPORTS, "\nenvironments:\n")
        for environment in lab.platform.environments:
            assert lab.run(unpin.main, environment.name, "reports") == 0
        assert lab.sync() == 0
        lab.wait_until_ready(lab.deliver("reports are gone"))
        until(lambda: not _of_component(lab, labelled), 40, "everything of reports is pruned")
        assert lab.flux_name("reports") not in lab.flux.kustomizations()


def _of_component(lab: Lab, selector: str) -> set[str]:
    kinds = (
        *(("apps/v1", "Deployment"), ("v1", "ServiceAccount"), ("v1", "Service"), ("v1", "ConfigMap"), ("v1", "Pod")),
        *(("networking.k8s.io/v1", "NetworkPolicy"), ("policy/v1", "PodDisruptionBudget")),
    )
    return {
        f"{kind}/{body['metadata']['name']}"
        for version, kind in kinds
        for body in lab.client.list(version, kind, lab.namespace, selector)
    }


def test_a_rollout_that_takes_as_long_as_the_model_may_is_waited_for(lab: Lab, record: Record) -> None:
    """Every time of the model divided by 20: a pod starts and stops as slowly as it just may, eight in turn.

    Flux waits at least 30 s for anything; this is longer, so that the generated timeout is what counts.
    """
    scale, replicas = 20, 8
    deployment = lab.deployment("model")
    loads = _seconds(deployment["metadata"]["annotations"]["roadstead.dev/loads-within"])
    grace = deployment["spec"]["template"]["spec"]["terminationGracePeriodSeconds"]
    folder = lab.origin.work / "clusters" / lab.environment.name / "platform"
    timeout = _seconds(lab.flux.kustomizations()[lab.flux_name("model")]["spec"]["timeout"])
    deadline = deployment["spec"]["progressDeadlineSeconds"]
    with ExitStack() as until_end:
        until_end.enter_context(lab.put_back())
        until_end.enter_context(at_replicas(lab, {"model": replicas}))
        until_end.enter_context(_slow(lab, "pod-ready", loads / scale))
        until_end.enter_context(_slow(lab, "pod-delete", grace / scale))
        capacity = until_end.enter_context(watched(lab.client, lab.namespace, "model"))
        _scaled(folder / "model.yaml", "timeout", f"{round(timeout / scale)}s")
        _scaled(lab.origin.work / "base/model/deployment.yaml", "progressDeadlineSeconds", str(round(deadline / scale)))
        lab.pin("model", _NEW)
        commit = lab.deliver("a model that loads slowly")
        lab.until_part_is_ready("model", commit, timeout / scale + 30)
        said = condition(lab.flux.kustomizations()[lab.flux_name("model")])
        assert lab.image("model") == _NEW
    values = (timeout, deadline, scale, capacity.fewest["model"], (said or {}).get("message", "-"))
    columns = ("timeout s", "progress deadline s", "divided by", "fewest of 8 ready", "Flux says")
    record.row("A rollout as slow as it may be", columns, *values)
    assert capacity.fewest["model"] >= replicas - 1


def _seconds(text: str) -> int:
    units = {"h": 3600, "m": 60, "s": 1}
    return sum(int(number) * units[unit] for number, unit in re.findall(r"(\d+)([hms])", text))


def _scaled(path: Path, key: str, value: str) -> None:
    text = path.read_text(encoding="utf-8")
    changed, count = re.subn(rf"(?m)^(\s*{key}: ).*$", rf"\g<1>{value}", text)
    assert count == 1, f"{path.name} has {key} {count} times"
    path.write_text(changed, encoding="utf-8")


@contextmanager
def _slow(lab: Lab, stage: str, seconds: float) -> Iterator[None]:
    def theirs(body: Body) -> Body:
        return stages.only_for(stages.delayed(body, seconds), "model")

    with stages.staged(lab.client, stage, lambda body: stages.but_for(body, "model"), theirs):
        yield


def test_a_component_is_renamed_in_two_commits_with_nothing_down_in_between(lab: Lab, record: Record) -> None:
    """The README's "Rename a component", to the letter."""
    tag = lab.image("backend")
    with lab.put_back():
        with (
            watched(lab.client, lab.namespace, "backend", "courses") as capacity,
            watched_route(lab.client, lab.namespace, "/api") as route,
        ):
            _rename(lab, "backend", "courses")
            _pin_everywhere(lab, "courses", tag)
            assert lab.sync() == 0
            uids = {pod["metadata"]["uid"] for pod in lab.pods("backend")}
            lab.wait_until_ready(lab.deliver("backend is called courses too"), 180)
            assert {pod["metadata"]["uid"] for pod in lab.pods("backend")} == uids
            assert capacity.fewest["backend"] == len(uids)
            new = {pod["metadata"]["uid"] for pod in lab.pods("courses")}

            _edit(lab, "    was: backend\n", "")
            for environment in lab.platform.environments:
                assert lab.run(unpin.main, environment.name, "backend") == 0
            assert lab.sync() == 0
            lab.wait_until_ready(lab.deliver("backend is called courses"), 180)
            until(lambda: not lab.pods("backend"), 30, "no pod has the old name")
            assert {pod["metadata"]["uid"] for pod in lab.pods("courses")} == new
        columns = ("path", "served by, in turn", "moments without a Ready pod behind it", "looks")
        served = " -> ".join(route.served_by)
        record.row("A component is renamed", columns, "/api", served, len(route.gaps), route.looks)
        assert route.gaps == []
        assert route.served_by == ["backend", "courses"]


def _rename(lab: Lab, old: str, new: str) -> None:
    path = lab.origin.work / "platform.yaml"
    text = path.read_text(encoding="utf-8")
    text = re.sub(rf"(?m)^  {old}: .*$", f"  {new}:\n    was: {old}", text)
    text = text.replace(f"      {old}: ", f"      {new}: ").replace(f", {old}]", f", {new}]")
    path.write_text(text, encoding="utf-8")
