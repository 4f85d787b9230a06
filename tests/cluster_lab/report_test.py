"""The report of a run, and the exit code where no run can be made."""

from pathlib import Path

import pytest

from tests.cluster.__main__ import main
from tests.cluster.report.markdown import Run, write_report
from tests.cluster.report.proof import Proof, Result, sentence_of


def nothing(_: str) -> None:
    pass


def proof() -> Proof:
    found = Proof(nothing, True)
    found.results = [
        Result("From empty to running.", "every part is Ready", 1.25, None),
        Result("Commits.", "an image changes", 10.0, "2 of 3 | pods\n(commits_test.py:7)"),
    ]
    found.memory = {"etcd": 50 * 1024 * 1024}
    found.most_memory = 60 * 1024 * 1024
    found.record.row("Drift", ("field", "found"), "replicas", "a|b")
    return found


def report(tmp_path: Path, run: Run) -> str:
    path = tmp_path / "new" / "report.md"
    write_report(path, proof(), run)
    return path.read_text(encoding="utf-8")


def test_a_report_says_first_what_failed_then_all_that_was_tried(tmp_path: Path) -> None:
    text = report(tmp_path, Run("ai-train", "prod", True, "", 0.5, (), 130.0))
    assert text.split("\n## What was played")[0] == (
        "# ai-train, prod, on a real control plane\n\n"
        "1 of 2 scenarios proven in 2 min 10 s: etcd, the API server, the controller manager, the scheduler and Flux "
        "ran as plain processes and followed a Git repository, with nodes that have no machine.\n\n"
        "## Failed: an image changes\n\n```text\n2 of 3 | pods\n(commits_test.py:7)\n```\n\n"
        "## What was proven\n\n"
        "From empty to running.\n\n"
        "| scenario | result | seconds |\n|---|---|---|\n| every part is Ready | proven | 1.2 |\n\n"
        "Commits.\n\n"
        "| scenario | result | seconds |\n|---|---|---|\n| an image changes | FAILED | 10.0 |\n\n"
        "## Drift\n\n| field | found |\n|---|---|\n| replicas | a\\|b |\n\n"
        "## Time and memory\n\n"
        "| time | remark | seconds |\n|---|---|---|\n| the programs | kept from before, none built | 0.5 |\n"
        "| everything | - | 130.0 |\n\n"
        "| process | most memory seen, MiB |\n|---|---|\n| etcd | 50 |\n| all together, at the most | 60 |\n"
    )


def test_a_report_says_what_it_cannot_show(tmp_path: Path) -> None:
    text = report(tmp_path, Run("ai-train", "prod", True, "", 0.5, (), 130.0))
    for said in ("Images are never pulled", "No probe ever runs", "No NetworkPolicy is enforced", "v0.18.1", "v1.37.2"):
        assert said in text.partition("## What this run cannot show")[2]


def test_a_report_on_another_repository_says_that_not_everything_ran(tmp_path: Path) -> None:
    text = report(tmp_path, Run("shop", "staging", False, "scaling", 0.5, ("built etcd in 60 s",), 130.0))
    assert "Only scenarios that fit any repository ran." in text
    assert "\nNot all ran: only those that `--only 'scaling'` names.\n" in text
    assert "| the programs | built etcd in 60 s | 0.5 |" in text


@pytest.mark.parametrize(
    ("nodeid", "sentence"),
    [
        pytest.param("a/b_test.py::test_a_pod_is_moved", "a pod is moved", id="plain"),
        pytest.param("a/b_test.py::test_a_pod_is_moved[model]", "a pod is moved (model)", id="of a component"),
        pytest.param("a/b_test.py::test_it[a::b [c]]", "it (a::b [c])", id="odd names"),
    ],
)
def test_a_test_is_a_sentence(nodeid: str, sentence: str) -> None:
    assert sentence_of(nodeid) == sentence


def test_an_environment_that_is_not_there_is_no_run(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--environment", "production"]) == 2
    assert capfd.readouterr().err == "ENVIRONMENT=production: platform.yaml has dev, prod, staging\n"


def test_a_repository_that_is_not_there_is_no_run(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--repository", str(tmp_path / "nowhere")]) == 2
    assert capfd.readouterr().err == f"REPOSITORY={tmp_path}/nowhere: there is no platform.yaml in it\n"
