"""Broken commits: what sync and the checker say beforehand, what the cluster says, and what goes on running.

Each is made past sync on purpose: the tree that sync rejected is committed as if nobody had asked.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.lab.capacity_watch import is_serving, watched
from tests.cluster.lab.flux import condition, is_ready_at
from tests.cluster.lab.lab import Lab
from tests.cluster.lab.record import Record
from tests.cluster.lab.waiting import holds, until

Body = dict[str, Any]
_TITLE = "Broken commits, before and in the cluster"
_COLUMNS = ("commit", "sync says", "roadstead check says", "the cluster says", "what runs")
_ROOT = Path(__file__).parents[2]
_NEW = "9.9.9-proof"


@dataclass(frozen=True, slots=True)
class Broken:
    """One way to break `part`. `sync`, `check` and `flux` are patterns of what each says; `flux` is None where it stays
    Ready. `wish` is the same mistake in platform.yaml, as texts and what replaces them, where it can be made there."""

    part: str
    edit: Callable[[Path], None]
    sync: str
    check: str
    flux: str | None
    wish: tuple[tuple[str, str], ...] = ()


def _extras(part: str, target: str, *operations: str) -> Callable[[Path], None]:
    """A patch in extras/: what platform.yaml cannot say, a person may add."""

    def edit(work: Path) -> None:
        folder = work / "extras/prod" / part
        folder.mkdir(parents=True)
        lines = "".join(f"      - {operation}\n" for operation in operations)
        head = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\npatches:\n"
        (folder / "kustomization.yaml").write_text(f"{head}  - target: {target}\n    patch: |\n{lines}", "utf-8")

    return edit


def _depends_on(name: str, *, of: str) -> Callable[[Path], None]:
    """An edge by hand in a generated Flux Kustomization; platform.yaml has `needs` for it, which sync judges."""

    def edit(work: Path) -> None:
        path = work / f"clusters/prod/platform/{of}.yaml"
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("  dependsOn:\n", f"  dependsOn:\n    - name: {name}\n"), encoding="utf-8")

    return edit


_BACKEND = "{kind: Deployment, name: backend}"
_MEMORY = "/spec/template/spec/containers/0/resources/limits/memory"
_CASES = [
    pytest.param(
        Broken(
            "backend",
            _extras("backend", _BACKEND, f"{{op: replace, path: {_MEMORY}, value: 64MiB}}"),
            "64MiB",
            "64MiB",
            "quantities must match the regular expression",
        ),
        id="a value that fits no schema: memory of 64MiB",
    ),
    pytest.param(
        Broken(
            "backend",
            _extras("backend", _BACKEND, "{op: add, path: /spec/replicaz, value: 3}"),
            "replicaz",
            "replicaz",
            None,
        ),
        id="a field that a built-in kind does not have, which Flux drops without a word",
    ),
    pytest.param(
        Broken(
            "backend",
            _extras("backend", "{kind: HTTPRoute, name: backend}", "{op: add, path: /spec/branchh, value: main}"),
            "branchh",
            "branchh",
            "field not declared in schema",
        ),
        id="a field that a custom resource does not have",
    ),
    pytest.param(
        Broken(
            "backend",
            _depends_on("ai-train-prod-nobody", of="backend"),
            "no component is named `nobody`",
            "ai-train-prod-nobody",
            "not found",
            (("needs: [postgres, redis, model]", "needs: [postgres, redis, model, nobody]"),),
        ),
        id="a dependency that does not exist",
    ),
    pytest.param(
        Broken(
            "backend",
            _depends_on("ai-train-prod-backend", of="backend-migrate"),
            "each other|circle|cycle",
            "depends-on-acyclic",
            "is not ready|dependency",
            (
                ("needs: [postgres, redis, model]", "needs: [postgres, redis, model, frontend]"),
                ("    type: web\n", "    type: web\n    needs: [backend]\n"),
            ),
        ),
        id="two parts that wait for each other",
    ),
]


@pytest.mark.parametrize("broken", _CASES)
def test_a_broken_commit_is_refused_beforehand_and_leaves_what_ran_running(
    lab: Lab, record: Record, request: pytest.FixtureRequest, broken: Broken
) -> None:
    name = lab.flux_name(broken.part)
    with lab.put_back(), watched(lab.client, lab.namespace, broken.part) as capacity:
        before = _running(lab, broken.part)
        wished = _wished(lab, broken.wish)
        broken.edit(lab.origin.work)
        offline = wished or _sync(lab)
        assert not wished or "edited by hand" in _sync(lab)
        _take_the_rejected_tree(lab.origin.work)
        checked = _check(lab, broken.check)
        lab.pin("backend", _NEW)
        commit = lab.deliver("broken")
        if broken.flux is None:
            lab.until_part_is_ready(broken.part, commit)
            answer = "Ready; the field is gone from the object in the cluster"
            assert "replicaz" not in lab.deployment(broken.part)["spec"]
        else:
            pattern = re.compile(broken.flux)
            answer = until(lambda: _failure(lab, name, commit, pattern), 60, f"{name} says {broken.flux!r}", pause=0.3)
            assert _running(lab, broken.part) == before
    row = (request.node.callspec.id, offline, checked, answer, "new" if broken.flux is None else "what ran before")
    record.row(_TITLE, _COLUMNS, *row)
    assert re.search(broken.sync, offline), offline
    assert re.search(broken.check, checked), checked
    assert capacity.fewest[broken.part] == 2


def test_a_quota_that_is_too_small_is_refused_beforehand_and_holds_the_new_pods_back(lab: Lab, record: Record) -> None:
    """Nothing that runs is taken away: a quota counts when a pod is made."""
    edit = _extras("namespace", "{kind: ResourceQuota}", '{op: replace, path: /spec/hard/pods, value: "3"}')
    with lab.put_back(), watched(lab.client, lab.namespace, "backend") as capacity:
        before = _running(lab, "backend")
        edit(lab.origin.work)
        offline = _sync(lab)
        _take_the_rejected_tree(lab.origin.work)
        checked = _check(lab, "capacity/quota")
        commit = lab.deliver("a quota that is too small")
        lab.until_part_is_ready("namespace", commit)
        lab.pin("backend", _NEW)
        lab.deliver("a new backend")
        answer = until(lambda: _refused_pod(lab), 60, "a pod is refused", pause=0.3)
        holds(lambda: sum(map(is_serving, lab.pods("backend"))) >= 2, 3, "two pods of the backend are Ready")
        assert before.keys() <= _running(lab, "backend").keys()
    record.row(_TITLE, _COLUMNS, "a quota that is too small", offline, checked, answer, "what ran before")
    assert "capacity/quota" in offline
    assert "exceeded quota" in answer
    assert capacity.fewest["backend"] >= 2


def _wished(lab: Lab, changes: tuple[tuple[str, str], ...]) -> str:
    """What sync says where platform.yaml asks for it, "" where it cannot; platform.yaml is as it was then."""
    if not changes:
        return ""
    path = lab.origin.work / "platform.yaml"
    before = path.read_text(encoding="utf-8")
    text = before
    for old, new in changes:
        assert text.count(old) == 1, f"platform.yaml has {old!r} {text.count(old)} times"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    try:
        return _sync(lab)
    finally:
        path.write_text(before, encoding="utf-8")


def _running(lab: Lab, part: str) -> dict[str, str]:
    """The pods that serve, by uid, and their image."""
    pods = [pod for pod in lab.pods(part) if is_serving(pod)]
    return {pod["metadata"]["uid"]: pod["spec"]["containers"][0]["image"] for pod in pods}


def _sync(lab: Lab) -> str:
    """What `roadstead sync` says in the work tree, its error lines alone. It must refuse."""
    done = _command(lab, "generators.sync", "--quiet")
    assert done.returncode in {1, 2}, f"sync took it: {done.stdout}{done.stderr}"
    return _shortened(done.stderr + done.stdout)


def _check(lab: Lab, pattern: str) -> str:
    """The first line of `roadstead check` that has the pattern. It must fail."""
    done = _command(lab, "policies.check", "--profile", "essential", "--quiet")
    assert done.returncode == 1, f"the checker took it: {done.stdout}{done.stderr}"
    lines = [line for line in done.stdout.splitlines() if re.search(pattern, line)]
    assert lines, f"no finding has {pattern!r}:\n{done.stdout}"
    return lines[0]


def _command(lab: Lab, module: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=lab.origin.work,
        env={"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(_ROOT), "HOME": str(lab.plane.folder)},
        capture_output=True,
        text=True,
        check=False,
    )


def _shortened(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    return " ".join(lines[:2])


def _take_the_rejected_tree(work: Path) -> None:
    """Commit what sync refused to write; where it did not come so far, the edit alone is the broken commit."""
    rejected = work / ".roadstead/rejected"
    if rejected.is_dir():
        shutil.copytree(rejected, work, dirs_exist_ok=True)
    shutil.rmtree(work / ".roadstead", ignore_errors=True)


def _failure(lab: Lab, name: str, commit: str, pattern: re.Pattern[str]) -> str | None:
    body = lab.flux.kustomizations()[name]
    said = condition(body)
    assert not is_ready_at(body, commit), f"{name} is Ready at the broken commit"
    if said is None or said["status"] != "False" or not pattern.search(said["message"]):
        return None
    return f"{said['reason']}: {said['message']}"


def _refused_pod(lab: Lab) -> str | None:
    events = lab.client.list("v1", "Event", lab.namespace)
    found = [event["message"] for event in events if event.get("reason") == "FailedCreate"]
    return next((message for message in found if "exceeded quota" in message), None)
