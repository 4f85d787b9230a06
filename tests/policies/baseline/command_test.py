"""A baseline from the command line: written once, then only lowered."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from policies import check

Write = Callable[[Mapping[str, str]], Path]

POD = """\
apiVersion: v1
kind: Pod
metadata: {{name: {name}}}
spec:
  containers:
    - {{name: app, image: "registry.example.com/app"}}
"""


@pytest.fixture
def run(
    repository: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs the command in a repository of these pods (one letter each): exit code, standard output, standard error."""

    def run(pods: str, *arguments: str) -> tuple[int, str, str]:
        root = repository({".git/HEAD": ""})
        for path in root.glob("*-pod.yaml"):
            path.unlink()
        repository({f"{name}-pod.yaml": POD.format(name=name) for name in pods})
        if not (root / "policies.yaml").exists():
            repository({"policies.yaml": "profile: production\n"})
        monkeypatch.chdir(root)
        code = check.main(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


Run = Callable[..., tuple[int, str, str]]


def test_what_was_there_is_recorded_and_only_what_is_new_fails(run: Run) -> None:
    code, out, _ = run("ab", "--quiet")
    faults = len(out.splitlines())
    assert (code, faults % 2, faults > 2) == (1, 0, True)
    said = f"baseline.yaml: records {faults} findings; it counts where policies.yaml says `baseline: baseline.yaml`\n"
    assert run("ab", "--write-baseline", "baseline.yaml") == (0, "", said)

    Path("policies.yaml").write_text("profile: production\nbaseline: baseline.yaml\n", encoding="utf-8")
    code, out, _ = run("ab")
    assert (code, out.startswith(f"no findings, 0 waived, {faults} in the baseline, ")) == (0, True)

    code, out, _ = run("abc", "--quiet")
    assert (code, len(out.splitlines())) == (1, faults // 2)
    assert all(": Pod/c" in line for line in out.splitlines())


def test_a_baseline_is_lowered_and_never_raised(run: Run) -> None:
    run("ab", "--write-baseline", "baseline.yaml")
    Path("policies.yaml").write_text("profile: production\nbaseline: baseline.yaml\n", encoding="utf-8")
    recorded = Path("baseline.yaml").read_bytes()

    code, out, err = run("abc", "--write-baseline", "baseline.yaml")
    assert (code, all(": Pod/c" in line for line in out.splitlines())) == (1, True)
    assert err == (
        "baseline.yaml: not written, because its counts only go down: mend these, or waive them in policies.yaml\n"
    )
    assert Path("baseline.yaml").read_bytes() == recorded

    code, out, _ = run("a", "--quiet")
    assert (code, {line.rpartition("[")[2] for line in out.splitlines()}) == (1, {"waivers/baseline]"})
    assert run("a", "--write-baseline", "baseline.yaml")[0] == 0
    assert run("a", "--quiet") == (0, "", "")


def test_a_baseline_that_is_not_there_is_said(run: Run) -> None:
    assert run("a", "--baseline", "none.yaml") == (
        2,
        "",
        "none.yaml: no such baseline: write it with --write-baseline none.yaml\n",
    )


@pytest.mark.parametrize(
    "narrow",
    [
        ["a-pod.yaml"],
        ["--environment", "dev"],
        ["--profile", "production"],
        ["--rules", "images/tag-pinned"],
        ["--set", "images/tag-pinned.forbidden_tags=a"],
    ],
    ids=["a path", "an environment", "a profile", "some rules", "a parameter"],
)
def test_only_the_whole_repository_is_recorded(run: Run, narrow: list[str]) -> None:
    code, _, err = run("a", "--write-baseline", "baseline.yaml", *narrow)
    assert (code, err) == (2, "--write-baseline records the whole repository: leave out what narrows the check\n")
    assert not Path("baseline.yaml").exists()
