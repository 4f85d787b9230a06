"""The plugin follows a run of pytest: what it keeps of scenarios that pass, fail, and cannot begin."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
RUN = """
import sys
import pytest
from tests.cluster.report.proof import Proof
proof = Proof(lambda line: None, sys.argv[2] == "everything")
quiet = ["--override-ini=addopts=", "-p", "no:terminal", "-p", "no:cacheprovider", "--rootdir", sys.argv[1]]
pytest.main([*quiet, "-c", sys.argv[1] + "/pytest.ini", sys.argv[1]], [proof])
for each in proof.results:
    print([each.group, each.sentence, each.message])
print(proof.unable)
"""
HEAD = '"""About that. And more."""\nimport pytest\nfrom manifests.errors import UserError\n'
# What holds where the fixture is called `lab` and gives a Lab is proven by every real run.


def shown(folder: Path, body: str, which: str = "everything") -> list[str]:
    (folder / "pytest.ini").write_text("[pytest]\nmarkers = any_repository: x\n")
    (folder / "it_test.py").write_text(HEAD + body)
    (folder / "conftest.py").write_text("")
    (folder / "run.py").write_text(RUN)
    done = subprocess.run(
        [sys.executable, str(folder / "run.py"), str(folder), which],
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        pytest.param(
            "def test_a_thing_holds(): pass\n",
            ["['About that. And more.', 'a thing holds', None]", "None"],
            id="a scenario that passes",
        ),
        pytest.param(
            "def test_a_thing_holds():\n    raise AssertionError('2 of 3')\n",
            ["['About that. And more.', 'a thing holds', '2 of 3\\n(it_test.py:5)']", "None"],
            id="one that fails says why and where",
        ),
        pytest.param(
            "def test_a_thing_holds(): raise AssertionError\n",
            ["['About that. And more.', 'a thing holds', 'AssertionError\\n(it_test.py:4)']", "None"],
            id="without a word, the kind of error is said",
        ),
        pytest.param(
            "@pytest.fixture\ndef lab(): raise AssertionError('late')\ndef test_a(lab): pass\ndef test_b(lab): pass\n",
            ["['About that. And more.', 'the platform is installed', 'late\\n(it_test.py:5)']", "None"],
            id="an installation that fails is told once",
        ),
        pytest.param(
            "@pytest.fixture\ndef lab(): raise UserError('etcd ended')\ndef test_a(lab): pass\ndef test_b(lab): pass\n",
            ["etcd ended"],
            id="a program that does not start is no verdict",
        ),
        pytest.param(
            "def test_a(): pass\ndef test_b(): raise KeyboardInterrupt\n",
            ["['About that. And more.', 'a', None]", "interrupted before the end"],
            id="a run that somebody ends is no verdict",
        ),
        pytest.param(
            "@pytest.mark.parametrize('component', [])\ndef test_a(component): pass\ndef test_b(): pass\n",
            ["['About that. And more.', 'b', None]", "None"],
            id="a scenario about nothing is left out",
        ),
    ],
)
def test_a_run(tmp_path: Path, body: str, expected: list[str]) -> None:
    assert shown(tmp_path, body) == expected


def test_for_another_repository_only_what_fits_any(tmp_path: Path) -> None:
    body = "def test_a(): pass\n@pytest.mark.any_repository\ndef test_b(): pass\n"
    assert shown(tmp_path, body, "any") == ["['About that. And more.', 'b', None]", "None"]


def test_a_file_that_cannot_be_read_is_no_verdict(tmp_path: Path) -> None:
    assert "SyntaxError" in "".join(shown(tmp_path, "def test_a(:\n"))
