"""sync as people run it: in a real folder, with real kustomize."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from generators import sync
from generators.unchanged import RECORD

ROOT = Path(__file__).parents[2]
OUTPUT = ("base", "overlays", "clusters", "platform.schema.json")


def run(root: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.chdir(root)
    return sync.main(arguments)


def snapshot(root: Path) -> dict[str, bytes]:
    """Every file of the repository but the ignored folder, by path."""
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {
        name: path.read_bytes() for path in files if not (name := path.relative_to(root).as_posix()).startswith(".")
    }


def output(root: Path) -> dict[str, bytes]:
    return {path: text for path, text in snapshot(root).items() if path.startswith(OUTPUT)}


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_the_committed_tree_is_what_sync_writes(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(repository, monkeypatch) == 0
    assert output(repository) == output(ROOT)


def test_a_second_sync_has_nothing_to_do(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(repository, monkeypatch)
    before = {path: (repository / path).stat().st_mtime_ns for path in output(repository)}
    capsys.readouterr()
    assert run(repository, monkeypatch) == 0
    assert capsys.readouterr().out.startswith("nothing to do: the same inputs, tree and tools as when it was proven: ")
    (repository / RECORD).unlink()
    assert run(repository, monkeypatch) == 0
    assert capsys.readouterr().out.startswith("nothing to do: 24 folders built by kustomize")
    assert {path: (repository / path).stat().st_mtime_ns for path in output(repository)} == before


@pytest.mark.parametrize("seed", ["0", "1", "4242"])
def test_the_bytes_do_not_depend_on_the_hash_seed(repository: Path, seed: str) -> None:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-m", "generators.sync", "--quiet"], cwd=repository, env=environment, check=True)
    assert output(repository) == output(ROOT)


def test_check_writes_nothing_and_tells_drift_by_its_exit_code(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = snapshot(repository)
    assert run(repository, monkeypatch, "--check") == 1
    assert snapshot(repository) == before
    assert not (repository / ".roadstead" / "lock").exists()
    assert "would change base: " in capsys.readouterr().out
    run(repository, monkeypatch)
    assert run(repository, monkeypatch, "--check") == 0


def test_diff_shows_the_lines_that_would_change(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(repository, monkeypatch)
    capsys.readouterr()
    replace(
        repository / "platform.yaml", "frontend: {scale: {between: [1, 2]}}", "frontend: {scale: {between: [1, 3]}}"
    )
    before = snapshot(repository)
    assert run(repository, monkeypatch, "--diff") == 1
    shown = capsys.readouterr().out
    assert "--- a/overlays/dev/frontend/settings/kustomization.yaml" in shown
    assert "+        value: 3" in shown
    assert "would change dev: 1 changed (frontend)" in shown or "would change dev: 2 changed" in shown
    assert snapshot(repository) == before


def test_an_edit_stops_sync_and_survives(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(repository, monkeypatch)
    edited = repository / "base/backend/deployment.yaml"
    replace(edited, "revisionHistoryLimit: ", "revisionHistoryLimit: 1")
    before = snapshot(repository)
    capsys.readouterr()
    assert run(repository, monkeypatch) == 1
    said = capsys.readouterr().err
    assert "base/backend/deployment.yaml" in said
    assert "--discard-edits base/backend/deployment.yaml" in said
    assert snapshot(repository) == before
    assert run(repository, monkeypatch, "--discard-edits", "base/backend/deployment.yaml") == 0
    assert output(repository) == output(ROOT)


def test_a_mistake_in_platform_yaml_changes_nothing(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(repository, monkeypatch)
    replace(repository / "platform.yaml", "between: [2, 6]", "between: [6, 2]")
    before = snapshot(repository)
    capsys.readouterr()
    assert run(repository, monkeypatch) == 2
    assert capsys.readouterr().err == (
        "platform.yaml:15:35: components.frontend.scale.between: the minimum stands first, found [6, 2]; "
        "write `[2, 6]`\n"
    )
    assert snapshot(repository) == before


def test_a_missing_pin_names_the_command_that_writes_it(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "images/pins/prod/backend/kustomization.yaml").unlink()
    assert run(repository, monkeypatch) == 2
    assert "roadstead pin prod backend TAG" in capsys.readouterr().err
    assert not (repository / "base").exists()


def test_a_tree_that_breaks_a_policy_is_rejected_and_not_written(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    replace(
        repository / "platform.yaml",
        "scale: {by: cpu, target: 60%, between: [2, 6]}",
        "scale: {by: cpu, target: 60%, between: [1, 6]}",
    )
    before = snapshot(repository)
    assert run(repository, monkeypatch) == 1
    said = capsys.readouterr().err
    assert "[scaling/replica-minimum]" in said
    assert "  from platform.yaml:15:" in said
    assert snapshot(repository) == before
    assert (repository / ".roadstead/rejected/base/frontend/deployment.yaml").is_file()


def test_a_component_that_is_removed_is_pruned_and_foreign_files_stay(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(repository, monkeypatch)
    foreign = repository / "base/frontend/notes.md"
    foreign.write_text("ours\n", encoding="utf-8")
    text = (repository / "platform.yaml").read_text(encoding="utf-8")
    start, end = text.index("  frontend:"), text.index("  backend:")
    kept = text[:start] + text[end:].replace("      frontend: {scale: {between: [1, 2]}}\n", "")
    (repository / "platform.yaml").write_text(kept, encoding="utf-8")
    capsys.readouterr()
    assert run(repository, monkeypatch) == 0
    said = capsys.readouterr()
    assert "images/pins/prod/frontend" in said.err
    assert not (repository / "overlays/prod/frontend").exists()
    assert not (repository / "clusters/prod/platform/frontend.yaml").exists()
    assert sorted(path.name for path in (repository / "base/frontend").iterdir()) == ["notes.md"]


SIDECAR = """\
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: {kind: Deployment, name: backend}
    patch: |-
      - op: replace
        path: /spec/revisionHistoryLimit
        value: 7
"""


def write_extras(root: Path, text: str) -> None:
    folder = root / "extras/prod/backend"
    folder.mkdir(parents=True)
    (folder / "kustomization.yaml").write_text(text, encoding="utf-8")


def test_what_extras_change_is_listed_field_by_field(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_extras(repository, SIDECAR)
    assert run(repository, monkeypatch) == 0
    assert (
        "extras change overlays/prod/backend: Deployment/backend: /spec/revisionHistoryLimit: 3 -> 7\n"
        in capsys.readouterr().out
    )


def test_an_extras_patch_that_matches_nothing_is_an_error_with_its_line(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_extras(repository, SIDECAR.replace("name: backend", "name: bakcend"))
    assert run(repository, monkeypatch) == 1
    assert (
        "extras/prod/backend/kustomization.yaml:4:5: error: /patches/0 matches nothing: the build is the same without "
        "it; correct its target or remove it\n" in capsys.readouterr().err
    )


def test_an_environment_that_does_not_exist_is_answered_with_those_that_do(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(repository, monkeypatch, "--environment", "pord") == 2
    assert capsys.readouterr().err == "--environment pord: platform.yaml has no such environment; write `prod`\n"


def test_one_environment_is_written_alone_where_nothing_shared_changes(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(repository, monkeypatch)
    before = output(repository)
    replace(
        repository / "platform.yaml", "frontend: {scale: {between: [1, 2]}}", "frontend: {scale: {between: [1, 3]}}"
    )
    replace(repository / "platform.yaml", "model: {scale: {between: [2, 4]}}", "model: {scale: {between: [2, 3]}}")
    assert run(repository, monkeypatch, "--environment", "dev") == 0
    changed = {path for path, text in output(repository).items() if before.get(path) != text}
    assert changed
    assert all(path.startswith(("overlays/dev/", "clusters/dev/")) for path in changed)


def test_a_text_of_several_lines_at_the_end_of_a_patch_keeps_its_last_line_end(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace(
        repository / "platform.yaml",
        "model: {scale: {between: [1, 1]}}",
        'model: {scale: {between: [1, 1]}, config: {A: "first\\nsecond\\n"}}',
    )
    assert run(repository, monkeypatch) == 0


def test_a_sidecar_is_listed_by_its_name_and_the_quota_can_make_room_for_it(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_extras(
        repository,
        """\
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: {kind: Deployment, name: backend}
    patch: |-
      - op: add
        path: /spec/template/spec/containers/-
        value:
          name: shipper
          image: registry.example.com/shipper:1.0
          readinessProbe: {httpGet: {path: /ready, port: 9000}}
          resources: {requests: {cpu: "1", memory: 64Mi}, limits: {memory: 64Mi}}
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
            capabilities: {drop: [ALL]}
""",
    )
    assert run(repository, monkeypatch) == 1
    assert "[capacity/quota]" in capsys.readouterr().err
    folder = repository / "extras/prod/namespace"
    folder.mkdir()
    (folder / "kustomization.yaml").write_text(
        """\
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: {kind: ResourceQuota, name: ai-train-prod}
    patch: |-
      - op: replace
        path: /spec/hard/requests.cpu
        value: "60"
      - op: replace
        path: /spec/hard/requests.memory
        value: 110Gi
      - op: replace
        path: /spec/hard/limits.memory
        value: 112Gi
""",
        encoding="utf-8",
    )
    assert run(repository, monkeypatch) == 0
    listed = [line for line in capsys.readouterr().out.splitlines() if line.startswith("extras change")]
    assert [line.partition(": added")[0] for line in listed] == [
        'extras change overlays/prod/namespace: ResourceQuota/ai-train-prod: /spec/hard/limits.memory: "107Gi" -> '
        '"112Gi"',
        'extras change overlays/prod/namespace: ResourceQuota/ai-train-prod: /spec/hard/requests.cpu: "35" -> "60"',
        'extras change overlays/prod/namespace: ResourceQuota/ai-train-prod: /spec/hard/requests.memory: "105Gi" -> '
        '"110Gi"',
        "extras change overlays/prod/backend: Deployment/backend: /spec/template/spec/containers/shipper",
    ]


def test_a_field_that_no_schema_knows_is_blamed_on_the_extras_that_say_it(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_extras(repository, SIDECAR.replace("replace", "add").replace("revisionHistoryLimit", "revisionHistoryLimits"))
    assert run(repository, monkeypatch) == 1
    assert capsys.readouterr().err.splitlines()[0] == (
        "extras/prod/backend: error: overlays/prod/backend: Deployment/backend: /spec/revisionHistoryLimits: "
        "unknown field 'revisionHistoryLimits'; write `revisionHistoryLimit`"
    )


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        pytest.param(
            'kubernetes: "1.35"',
            'kubernetes: "1.36"',
            "policies.yaml: kubernetes is 1.36 for dev, platform.yaml says 1.35; write the same in both",
            id="another version of Kubernetes",
        ),
        pytest.param(
            "facts: {gpus: 8}",
            "facts: {gpus: 16}",
            "policies.yaml: the fact gpus is 16 for prod, platform.yaml says 8; write the same in both",
            id="another number of GPUs",
        ),
    ],
)
def test_what_stands_in_both_files_must_be_the_same(
    repository: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    old: str,
    new: str,
    line: str,
) -> None:
    replace(repository / "policies.yaml", old, new)
    assert run(repository, monkeypatch) == 2
    assert capsys.readouterr().err.splitlines()[0] == line


def test_extras_that_kustomize_would_fetch_are_refused_and_nothing_is_fetched(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_extras(
        repository,
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources:\n"
        "  - https://git.example.com/shop.git//deploy?ref=main\n",
    )
    assert run(repository, monkeypatch) == 2
    assert capsys.readouterr().err == (
        "extras/prod/backend/kustomization.yaml: https://git.example.com/shop.git//deploy?ref=main would be fetched; "
        "put the files themselves below extras/prod/backend\n"
    )


@pytest.mark.parametrize("name", ["kustomization.yaml", "kustomization.yml", "Kustomization"])
def test_what_lies_below_extras_may_not_be_fetched_either(
    repository: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    head = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"
    write_extras(repository, f"{head}components: [deeper]\n")
    deeper = repository / "extras/prod/backend/deeper"
    deeper.mkdir()
    (deeper / name).write_text(f"{head}resources: ['https://git.example.com/shop.git//deploy?ref=main']\n", "utf-8")
    assert run(repository, monkeypatch) == 2
    assert capsys.readouterr().err == (
        f"extras/prod/backend/deeper/{name}: https://git.example.com/shop.git//deploy?ref=main would be fetched; "
        "put the files themselves below extras/prod/backend/deeper\n"
    )


def test_an_edit_may_be_named_by_its_absolute_path(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run(repository, monkeypatch)
    edited = repository / "base/backend/deployment.yaml"
    replace(edited, "revisionHistoryLimit: ", "revisionHistoryLimit: 1")
    assert run(repository, monkeypatch, "--discard-edits", str(edited)) == 0
    assert output(repository) == output(ROOT)
