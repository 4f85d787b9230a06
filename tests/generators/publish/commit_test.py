"""`sync --commit` in real repositories."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from generators.git.command import Git
from generators.git.commit import commit
from generators.git.status import Entry
from generators.publish import publish as publishing
from generators.publish.publish import publish
from generators.publish.wish import Wish
from manifests.errors import UserError

from .conftest import ROOT, Clone

HPA = "overlays/dev/frontend/settings/kustomization.yaml"
DEV = [
    "M\toverlays/dev/frontend/settings/kustomization.yaml",
    "M\toverlays/dev/namespace/resource-quota.yaml",
    "M\tplatform.yaml",
]
MESSAGE = "Sync dev (2 changed)\n\ndev: 2 changed (frontend, namespace)\nfrom platform.yaml\n"
REFUSED = "git commit refused, so nothing is committed; the tree stays written and the index is as it was. Git said:\n"
EXTRA = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n"


def test_inputs_and_outputs_are_one_commit(clone: Clone) -> None:
    clone.widen()
    code, out, err = clone.sync("--commit")
    assert (code, err) == (0, "")
    head = clone.git("rev-parse", "--short=12", "HEAD").strip()
    assert out.splitlines()[-1] == f"committed 3 files on main: {head} Sync dev (2 changed)"
    assert clone.committed() == DEV
    assert clone.git("log", "-1", "--format=%B") == MESSAGE + "\n"
    assert clone.git("log", "-1", "--format=%an %ae") == "Ada ada@example.com\n"
    assert clone.git("status", "--porcelain") == ""


def test_nothing_to_commit_is_said(clone: Clone) -> None:
    before = clone.state()
    code, out, err = clone.sync("--commit")
    assert (code, err) == (0, "")
    assert out.splitlines()[-1] == "nothing to commit: the last commit holds these inputs and outputs"
    assert clone.state() == before


def test_what_an_earlier_sync_wrote_is_committed_though_sync_has_nothing_to_do(clone: Clone) -> None:
    clone.widen()
    assert clone.sync()[0] == 0
    code, out, _ = clone.sync("--commit")
    assert code == 0
    assert out.startswith("nothing to do: the same inputs, tree and tools as when it was proven")
    assert clone.committed() == DEV
    assert clone.git("log", "-1", "--format=%B") == MESSAGE + "\n"


def test_an_input_that_changes_no_output_is_committed(clone: Clone) -> None:
    with (clone.root / "platform.yaml").open("a", encoding="utf-8") as file:
        file.write("# one day, more\n")
    assert clone.sync("--commit")[0] == 0
    assert clone.committed() == ["M\tplatform.yaml"]
    assert clone.git("log", "-1", "--format=%B") == (
        "Sync platform.yaml, which changes no generated file\n\nfrom platform.yaml\n\n"
    )


def test_the_first_commit_of_a_repository(clone: Clone) -> None:
    shutil.rmtree(clone.top / ".git")
    clone.git("init", "--quiet")
    clone.write("README.md", "ours\n")
    code, out, _ = clone.sync("--commit", "--quiet")
    assert (code, out) == (0, "")
    assert clone.git("log", "--format=%s").startswith("Sync base, dev, prod, staging: ")
    assert clone.git("status", "--porcelain") == "?? README.md\n"


def test_new_and_removed_files_are_in_it_and_foreign_ones_are_not(clone: Clone) -> None:
    clone.write("base/frontend/notes.md", "ours\n")
    clone.write("overlays/prod/a person's ☂.yaml", "kind: List\n")
    clone.write("clusters/prod/flux-system/gotk-sync.yaml", "kind: List\n")
    clone.write("base/copy.yaml", (clone.root / "base/backend/deployment.yaml").read_text(encoding="utf-8"))
    clone.write("extras/prod/backend/kustomization.yaml", EXTRA + "labels:\n  - pairs: {a: b}\n")
    clone.write("extras/prod/backend/a b ☂ [x]*.txt", "ours\n")
    clone.write("extras/prod/backend/kustomization.yaml~", "old\n")
    path = clone.root / "platform.yaml"
    text = path.read_text(encoding="utf-8")
    kept = text[: text.index("  frontend:")] + text[text.index("  backend:") :]
    path.write_text(kept.replace("      frontend: {scale: {between: [1, 2]}}\n", ""), encoding="utf-8")
    shutil.rmtree(clone.root / "images/pins/prod/frontend")
    code, _, err = clone.sync("--commit", "-m", "Take the portal out\n\nNobody used it.")
    assert code == 0, err
    changed = clone.committed()
    assert "D\tbase/frontend/deployment.yaml" in changed
    assert "D\timages/pins/prod/frontend/kustomization.yaml" in changed
    assert "A\textras/prod/backend/kustomization.yaml" in changed
    assert "A\textras/prod/backend/a b ☂ [x]*.txt" in changed
    assert clone.git("log", "-1", "--format=%B") == "Take the portal out\n\nNobody used it.\n\n"
    assert sorted(clone.git("-c", "core.quotePath=false", "status", "--porcelain", "-uall").splitlines()) == [
        '?? "overlays/prod/a person\'s ☂.yaml"',
        "?? base/copy.yaml",
        "?? base/frontend/notes.md",
        "?? clusters/prod/flux-system/gotk-sync.yaml",
        "?? extras/prod/backend/kustomization.yaml~",
    ]


def test_a_foreign_file_that_a_person_changed_or_deleted_stays_out(clone: Clone) -> None:
    clone.write("base/frontend/notes.md", "ours\n")
    clone.write("base/backend/notes.md", "ours\n")
    clone.git("add", "base")
    clone.git("commit", "--quiet", "-m", "Notes")
    clone.write("base/frontend/notes.md", "changed\n")
    (clone.root / "base/backend/notes.md").unlink()
    clone.widen()
    assert clone.sync("--commit")[0] == 0
    assert clone.committed() == DEV
    assert clone.git("status", "--porcelain") == " D base/backend/notes.md\n M base/frontend/notes.md\n"


@pytest.mark.parametrize("path", ["README.md", "base/frontend/notes.md", "a person's ☂.txt"])
def test_an_index_with_anything_else_is_refused_before_anything_is_written(clone: Clone, path: str) -> None:
    clone.write(path, "ours\n")
    clone.git("add", path)
    clone.widen()
    before = clone.state()
    assert clone.sync("--commit") == (
        2,
        "",
        f"--commit: {path}: staged, but neither an input of sync nor its output, and this commit holds nothing else. "
        "Commit it first (git commit), or unstage it (git restore --staged PATH)\n",
    )
    assert clone.state() == before


def test_inputs_and_outputs_may_be_staged(clone: Clone) -> None:
    clone.widen()
    clone.git("add", "platform.yaml")
    assert clone.sync()[0] == 0
    clone.git("add", "overlays/dev")
    assert clone.sync("--commit")[0] == 0
    assert clone.committed() == DEV


def test_an_input_that_is_staged_in_part_is_refused(clone: Clone) -> None:
    clone.widen(3)
    clone.git("add", "platform.yaml")
    with (clone.root / "platform.yaml").open("a", encoding="utf-8") as file:
        file.write("# not yet\n")
    before = clone.state()
    assert clone.sync("--commit") == (
        2,
        "",
        "--commit: platform.yaml: staged with another content than lies in the work tree, and sync commits what it "
        "proved, the work tree. Stage it whole (git add PATH) or unstage it (git restore --staged PATH)\n",
    )
    assert clone.state() == before


@pytest.mark.parametrize("path", ["policies.yaml", "base/backend/deployment.yaml"])
def test_a_file_that_was_taken_out_of_the_index_and_is_still_there_is_refused(clone: Clone, path: str) -> None:
    clone.git("rm", "--quiet", "--cached", path)
    before = clone.state()
    assert clone.sync("--commit") == (
        2,
        "",
        f"--commit: {path}: staged with another content than lies in the work tree, and sync commits what it "
        "proved, the work tree. Stage it whole (git add PATH) or unstage it (git restore --staged PATH)\n",
    )
    assert clone.state() == before


def test_a_file_that_a_person_announced_with_intent_to_add_stays_announced(clone: Clone) -> None:
    clone.write("extras/prod/backend/kustomization.yaml", EXTRA + "labels:\n  - pairs: {a: b}\n")
    clone.git("add", "--intent-to-add", "extras")
    clone.hook("pre-commit", "exit 1")
    before = clone.state()[:2]
    assert clone.sync("--commit")[0] == 2
    assert clone.state()[:2] == before
    clone.hook("pre-commit", "exit 0")
    assert clone.sync("--commit")[0] == 0
    assert "A\textras/prod/backend/kustomization.yaml" in clone.committed()


def test_a_detached_head_is_refused(clone: Clone) -> None:
    clone.git("switch", "--quiet", "--detach")
    clone.widen()
    assert clone.sync("--commit") == (
        2,
        "",
        "--commit: HEAD is detached, so no branch would hold the commit. Make one (git switch -c NAME), "
        "or push it to one: --push --branch NAME\n",
    )


@pytest.mark.parametrize(
    ("command", "what", "way_out"),
    [
        (("merge", "--no-edit"), "merge", "git merge --continue, or --abort"),
        (("rebase",), "rebase", "git rebase --continue, or --abort"),
        (("cherry-pick",), "cherry-pick", "git cherry-pick --continue, or --abort"),
    ],
)
def test_an_unfinished(clone: Clone, command: tuple[str, ...], what: str, way_out: str) -> None:
    clone.git("switch", "--quiet", "-c", "other")
    clone.write("README.md", "theirs\n")
    clone.git("add", "README.md")
    clone.git("commit", "--quiet", "-m", "Theirs")
    clone.git("switch", "--quiet", "main")
    clone.write("README.md", "ours\n")
    clone.git("add", "README.md")
    clone.git("commit", "--quiet", "-m", "Ours")
    subprocess.run(("git", *command, "other"), cwd=clone.top, capture_output=True, check=False)
    before = clone.state()
    assert clone.sync("--commit") == (
        2,
        "",
        f"--commit: a {what} is not finished, and this commit would become part of it. "
        f"Sync without --commit and end it ({way_out}), then run it again\n",
    )
    assert clone.state() == before


def test_a_conflict_of_a_stash_is_refused(clone: Clone) -> None:
    clone.widen(3)
    clone.git("stash")
    clone.widen(4)
    clone.git("commit", "--quiet", "-am", "Four")
    subprocess.run(("git", "stash", "pop"), cwd=clone.top, capture_output=True, check=False)
    clone.git("restore", "--ours", "platform.yaml")
    code, _, err = clone.sync("--commit")
    assert (code, err) == (
        2,
        "--commit: platform.yaml: Git still holds a conflict of two versions. "
        "Choose what the file says, git add it, then run it again\n",
    )


def test_outside_of_git_is_refused_before_anything_is_written(clone: Clone) -> None:
    shutil.rmtree(clone.top / ".git")
    clone.widen()
    code, out, err = clone.sync("--commit")
    assert (code, out) == (2, "")
    assert err == (
        "--commit: fatal: not a git repository (or any of the parent directories): .git. "
        "Run it in a work tree of Git (git init makes one), or sync without --commit\n"
    )
    assert clone.sync("--check")[0] == 1


def test_without_git_on_the_path(clone: Clone, tmp_path: Path) -> None:
    (tmp_path / "bin").mkdir()
    clone.monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    assert clone.sync("--commit") == (2, "", "git: no such program on PATH. Install Git, then run it again\n")


@pytest.mark.parametrize("pattern", ["overlays/", "resource-quota.yaml"])
def test_an_ignored_output_is_refused(clone: Clone, pattern: str) -> None:
    clone.write(".gitignore", f"# made\n{pattern}\n")
    clone.git("rm", "--quiet", "--cached", "-r", "overlays/dev/namespace/resource-quota.yaml")
    clone.git("add", ".gitignore")
    clone.git("commit", "--quiet", "-m", "Ignore")
    clone.widen()
    before = clone.state()[:2]
    code, _, err = clone.sync("--commit")
    assert (code, err) == (
        2,
        f"--commit: overlays/dev/namespace/resource-quota.yaml: ignored by Git (.gitignore:2: {pattern}), so the "
        "commit would lack it. Take the pattern out, then run it again\n",
    )
    assert clone.state()[:2] == before


def test_an_ignored_extra_is_refused_and_an_editors_leftover_is_not(clone: Clone) -> None:
    clone.write(".git/info/exclude", "*.conf\n*.swp\n")
    clone.write("extras/prod/backend/.kustomization.yaml.swp", "open\n")
    clone.write("extras/prod/backend/kustomization.yaml", EXTRA + "labels:\n  - pairs: {a: b}\n")
    clone.write("extras/prod/backend/app.conf", "a = b\n")
    code, _, err = clone.sync("--commit")
    assert (code, err) == (
        2,
        "--commit: extras/prod/backend/app.conf: ignored by Git (.git/info/exclude:1: *.conf), so the commit would "
        "lack it. Take the pattern out, then run it again\n",
    )
    (clone.root / "extras/prod/backend/app.conf").unlink()
    assert clone.sync("--commit")[0] == 0
    assert clone.committed() == [
        "A\textras/prod/backend/kustomization.yaml",
        "M\toverlays/prod/backend/kustomization.yaml",
    ]


def test_a_repository_within_extras_is_refused(clone: Clone) -> None:
    clone.write("extras/prod/backend/kustomization.yaml", EXTRA + "labels:\n  - pairs: {a: b}\n")
    clone.git("init", "--quiet", "extras/prod/backend")
    code, _, err = clone.sync("--commit")
    assert (code, err) == (
        2,
        "--commit: extras/prod/backend/: a Git repository of its own, so the commit would lack its files. "
        "Move it away or remove its .git, then run it again\n",
    )


def test_a_failing_hook_leaves_the_tree_written_and_the_index_as_it_was(clone: Clone) -> None:
    clone.hook("pre-commit", "echo no such ticket; echo twice >&2; exit 1")
    clone.widen()
    clone.git("add", "platform.yaml")
    clone.write("extras/prod/backend/kustomization.yaml", EXTRA + "labels:\n  - pairs: {a: b}\n")
    before = clone.state()
    code, out, err = clone.sync("--commit")
    assert (code, err) == (2, f"{REFUSED}no such ticket\ntwice\n")
    assert "written: " in out
    assert clone.state()[:2] == before[:2]
    assert clone.git("diff", "--cached", "--name-only") == "platform.yaml\n"
    assert "?? extras/" in clone.git("status", "--porcelain")
    assert clone.sync("--check")[0] == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT], ids=["SIGTERM", "SIGINT"])
def test_a_run_that_is_told_to_end_leaves_no_lock_and_the_index_as_it_was(clone: Clone, number: int) -> None:
    clone.hook("pre-commit", "touch ../begun; sleep 30")
    clone.write("extras/prod/backend/kustomization.yaml", EXTRA + "labels:\n  - pairs: {a: b}\n")
    before = clone.state()[:2]
    run = subprocess.Popen(
        (sys.executable, "-m", "generators.sync", "--commit", "--quiet"),
        cwd=clone.root,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    while not (clone.top.parent / "begun").exists():
        assert run.poll() is None
        time.sleep(0.01)
    run.send_signal(number)
    assert run.wait() == 128 + number
    assert clone.state()[:2] == before
    assert [path.name for path in (clone.top / ".git").glob("*.lock")] == []


def test_a_missing_identity_is_said_by_git(clone: Clone, settings: Path) -> None:
    settings.write_text("[user]\nuseConfigOnly = true\n", encoding="utf-8")
    clone.widen()
    before = clone.state()[:2]
    code, _, err = clone.sync("--commit")
    assert code == 2
    assert err.startswith(f"{REFUSED}Author identity unknown\n")
    assert 'git config --global user.email "you@example.com"' in err
    assert clone.state()[:2] == before


def test_signing_that_does_not_work_is_said_by_git(clone: Clone) -> None:
    clone.git("config", "commit.gpgSign", "true")
    clone.git("config", "gpg.program", "/nowhere/gpg")
    clone.widen()
    before = clone.state()[:2]
    code, _, err = clone.sync("--commit")
    assert code == 2
    assert err.startswith(REFUSED)
    assert "/nowhere/gpg" in err
    assert clone.state()[:2] == before


SIGNER = """\
#!/bin/sh
cat > /dev/null
printf '\\n[GNUPG:] SIG_CREATED \\n' >&2
echo '-----BEGIN PGP SIGNATURE-----'
"""


def test_signing_is_gits_own(clone: Clone, tmp_path: Path) -> None:
    signer = tmp_path / "signer"
    signer.write_text(SIGNER, encoding="utf-8")
    signer.chmod(0o755)
    clone.git("config", "commit.gpgSign", "true")
    clone.git("config", "gpg.program", str(signer))
    clone.widen()
    assert clone.sync("--commit")[0] == 0
    assert "gpgsig -----BEGIN PGP SIGNATURE-----\n" in clone.git("cat-file", "commit", "HEAD")


@pytest.mark.parametrize("name", ["GIT_LITERAL_PATHSPECS", "GIT_ICASE_PATHSPECS", "GIT_NOGLOB_PATHSPECS"])
def test_a_hook_and_this_commit_do_not_depend_on(clone: Clone, name: str) -> None:
    clone.monkeypatch.setenv(name, "1")
    clone.hook("pre-commit", "git diff --cached --name-only -- '*.yaml' > seen")
    clone.widen()
    assert clone.sync("--commit")[0] == 0
    clone.monkeypatch.delenv(name)
    assert (clone.top / "seen").read_text(encoding="utf-8").splitlines() == [line[2:] for line in DEV]
    assert clone.committed() == DEV


def test_quiet_says_nothing_of_a_commit_that_succeeds(clone: Clone) -> None:
    clone.hook("pre-commit", "echo looking")
    clone.widen()
    assert clone.sync("--commit", "--quiet") == (0, "", "")
    assert clone.committed() == DEV


def test_an_empty_message_is_refused_by_git(clone: Clone) -> None:
    clone.widen()
    code, _, err = clone.sync("--commit", "-m", "")
    assert (code, err) == (2, f"{REFUSED}Aborting commit due to empty commit message.\n")


def test_hooks_see_the_commit_and_may_change_its_message(clone: Clone) -> None:
    clone.hook("pre-commit", "echo looking; git diff --cached --name-only -- '*.yaml' > seen")
    clone.hook("commit-msg", "echo 'Ticket: 12' >> \"$1\"")
    clone.widen()
    code, out, err = clone.sync("--commit")
    assert (code, err) == (0, "looking\n")
    assert (clone.top / "seen").read_text(encoding="utf-8") == "".join(line[2:] + "\n" for line in DEV)
    assert clone.git("log", "-1", "--format=%B") == MESSAGE + "Ticket: 12\n\n"
    assert out.splitlines()[-1].endswith("Sync dev (2 changed)")


@pytest.mark.parametrize("options", ["", " --staged"], ids=["the work tree", "the index"])
def test_a_hook_that_runs_sync_check_on(clone: Clone, options: str) -> None:
    clone.monkeypatch.setenv("PYTHONPATH", str(ROOT))
    clone.hook("pre-commit", f"exec '{sys.executable}' -m generators.sync --check --quiet{options}")
    clone.widen()
    code, _, err = clone.sync("--commit")
    assert (code, err) == (0, "")
    assert clone.committed() == DEV


def test_a_run_within_a_hook_of_another_repository_commits_here(clone: Clone, make_clone: Callable[..., Clone]) -> None:
    other = make_clone("other")
    before = other.state()
    clone.monkeypatch.setenv("GIT_DIR", str(other.top / ".git"))
    clone.monkeypatch.setenv("GIT_INDEX_FILE", str(other.top / ".git/index"))
    clone.widen()
    code, _, err = clone.sync("--commit")
    for name in ("GIT_DIR", "GIT_INDEX_FILE"):
        clone.monkeypatch.delenv(name)
    assert (code, err) == (0, "")
    assert clone.committed() == DEV
    assert other.state() == before


@pytest.mark.parametrize("setting", ["diff.relative=true", "status.relativePaths=true", "status.renames=copies"])
def test_a_platform_in_a_subfolder_with(make_clone: Callable[..., Clone], setting: str) -> None:
    clone = make_clone("work", "the platforms/süd [1]")
    clone.git("config", *setting.split("="))
    (clone.top / "README.md").write_text("ours\n", encoding="utf-8")
    clone.widen()
    assert clone.sync("--commit")[0] == 0
    assert clone.committed() == [f"M\tthe platforms/süd [1]/{line[2:]}" for line in DEV]
    clone.git("add", "README.md")
    code, _, err = clone.sync("--commit")
    assert code == 2
    assert err.startswith("--commit: README.md: staged, but ")


def test_a_worktree(clone: Clone, tmp_path: Path) -> None:
    clone.git("worktree", "add", "--quiet", "-b", "beside", str(tmp_path / "beside"))
    beside = Clone(tmp_path / "beside", tmp_path / "beside", clone.monkeypatch, clone.capsys)
    beside.widen()
    code, out, err = beside.sync("--commit")
    assert (code, err) == (0, "")
    assert " files on beside: " in out
    assert beside.committed() == DEV
    assert clone.git("log", "--format=%s", "main") == "Begin\n"


def test_a_submodule(clone: Clone, tmp_path: Path) -> None:
    outer = tmp_path / "outer"
    outer.mkdir()
    clone.git("init", "--quiet", at=outer)
    clone.git("submodule", "--quiet", "add", str(clone.top), "platform", at=outer)
    inner = Clone(outer / "platform", outer / "platform", clone.monkeypatch, clone.capsys)
    inner.widen()
    code, _, err = inner.sync("--commit")
    assert (code, err) == (0, "")
    assert inner.committed() == DEV
    assert clone.git("status", "--porcelain", at=outer) == "A  .gitmodules\nAM platform\n"


def test_a_sync_that_fails_commits_nothing(clone: Clone) -> None:
    path = clone.root / "base/backend/deployment.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("replicas", "replicaz") + "# mine\n", encoding="utf-8")
    before = clone.state()
    code, _, err = clone.sync("--commit")
    assert code == 1
    assert "edited by hand" in err
    assert clone.state() == before


def test_an_input_that_changes_while_sync_runs_is_not_committed(clone: Clone) -> None:
    def work() -> int:
        clone.write("extras/prod/backend/late.yaml", "late\n")
        return 0

    before = clone.state()
    with pytest.raises(UserError) as raised:
        publish(clone.root, Wish(), work, quiet=True)
    assert str(raised.value) == (
        "--commit: an input changed while sync was running, so nothing is committed. Run it again"
    )
    assert clone.state() == before


def test_an_output_that_is_edited_while_sync_runs_is_not_committed(clone: Clone) -> None:
    def work() -> int:
        with (clone.root / "base/backend/deployment.yaml").open("a", encoding="utf-8") as file:
            file.write("# mine\n")
        return 0

    with pytest.raises(UserError) as raised:
        publish(clone.root, Wish(), work, quiet=True)
    assert str(raised.value) == ("--commit: base/backend/deployment.yaml: changed since sync wrote it. Run it again")


def test_what_a_person_saves_after_git_has_read_it_is_not_in_the_commit(
    clone: Clone, monkeypatch: pytest.MonkeyPatch
) -> None:
    def early(git: Git, entries: Sequence[Entry], message: str) -> str:
        said = commit(git, entries, message)
        with (clone.root / HPA).open("a", encoding="utf-8") as file:
            file.write("# mine\n")
        return said

    monkeypatch.setattr(publishing, "commit", early)
    clone.widen()
    code, _, err = clone.sync("--commit")
    assert (code, err) == (0, "")
    assert "# mine" not in clone.git("show", f"HEAD:{HPA}")
    assert clone.git("status", "--porcelain") == f" M {HPA}\n"


@pytest.mark.parametrize("path", ["platform.yaml", HPA])
def test_what_a_person_saves_while_git_commits_is_said_and_not_pushed(
    clone: Clone, remote: Path, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Git reads the work tree itself, so the commit may hold what nobody proved."""

    def late(git: Git, entries: Sequence[Entry], message: str) -> str:
        with (clone.root / path).open("a", encoding="utf-8") as file:
            file.write("# mine\n")
        return commit(git, entries, message)

    monkeypatch.setattr(publishing, "commit", late)
    clone.widen()
    code, _, err = clone.sync("--commit", "--push", "--branch", "next")
    head = clone.git("rev-parse", "HEAD").strip()[:12]
    assert (code, err) == (
        2,
        f"--commit: {path}: saved while Git was committing, so commit {head} holds what nobody proved. "
        "Take it back (git reset --soft HEAD^), then run it again\n",
    )
    assert clone.git("ls-remote", "origin", "next") == ""
    assert (clone.root / path).read_text(encoding="utf-8").endswith("# mine\n")
    assert clone.git("show", f"HEAD:{path}").endswith("# mine\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("-m", "x"), "--message: add --commit"),
        (("--push", "--branch", "x"), "--push: add --commit"),
        (("--to-watched-branch",), "--to-watched-branch: add --commit"),
        (("--commit", "--check"), "--commit: --check writes nothing that could be committed; leave one of them out"),
        (("--commit", "--diff"), "--commit: --diff writes nothing that could be committed; leave one of them out"),
        (
            ("--commit", "--environment", "dev"),
            "--commit: with --environment the other environments would not be what platform.yaml says; leave it out",
        ),
        (
            ("--commit", "--push"),
            "--push: say where: --branch NAME, or --to-watched-branch for the branch that Flux watches",
        ),
        (("--commit", "--branch", "x"), "--branch: add --push"),
    ],
)
def test_options_that_do_not_go_together(clone: Clone, arguments: tuple[str, ...], said: str) -> None:
    assert clone.sync(*arguments) == (2, "", f"{said}\n")
