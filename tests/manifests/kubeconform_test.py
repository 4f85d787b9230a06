"""kubeconform as it is run: in streams it can bear, without the network, and never silently absent."""

import sys
from pathlib import Path
from typing import Any

import pytest

from manifests.errors import UserError
from manifests.kubeconform import STREAM_BYTES, find_kubeconform, start
from manifests.schemas.standalone import write_for_kubeconform

VERSION = "1.35"


@pytest.fixture(scope="session")
def tool() -> Path:
    found = find_kubeconform()
    assert found is not None, "kubeconform v0.7.0 is missing: run `make setup`"
    return found


def config_map(name: str, data: object) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name}, "data": data}


def script(path: Path, text: str) -> Path:
    path.write_text(f"#!{sys.executable}\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def test_each_object_of_a_long_stream_is_judged_by_its_own_text(tool: Path, tmp_path: Path) -> None:
    text = "x" * 10_000
    objects = [config_map(f"a{number}", {"a": text if number % 7 else [text]}) for number in range(700)]
    assert sum(len(text) for _ in objects) > 3 * STREAM_BYTES
    with start(tool, objects, VERSION, tmp_path) as judging:
        found = [(fault.index, fault.pointer) for fault in judging.results()]
    assert found == [(number, "/data/a") for number in range(0, 700, 7)]


def test_a_long_object_is_not_judged_by_the_text_after_it(tool: Path, tmp_path: Path) -> None:
    objects = [config_map("long", {"a": "x" * (2 * STREAM_BYTES)}), config_map("short", {"a": 1})]
    with start(tool, objects, VERSION, tmp_path) as judging:
        assert [fault.index for fault in judging.results()] == [1]


@pytest.mark.parametrize("name", ["a b", "a#b", "a%20b", "{{a}}", "ключ"])
def test_the_cache_may_lie_in_a_folder_of_any_name(name: str, tool: Path, tmp_path: Path) -> None:
    with start(tool, [config_map("a", {})], VERSION, tmp_path / name) as judging:
        assert judging.results() == []


def test_no_objects_start_nothing(tool: Path, tmp_path: Path) -> None:
    with start(tool, [], VERSION, tmp_path) as judging:
        assert judging.results() == []


def test_schemas_are_written_once_for_a_bundle(tmp_path: Path) -> None:
    kinds = [("v1", "ConfigMap"), ("apps/v1", "Deployment"), ("example.com/v1", "Thing"), ("../../v1", "ConfigMap")]
    location = write_for_kubeconform(kinds, VERSION, tmp_path)
    written = {path: path.stat().st_mtime_ns for path in Path(location).parent.iterdir()}
    assert sorted(path.name for path in written) == ["apps_v1_deployment.json", "v1_configmap.json"]
    assert write_for_kubeconform(kinds, VERSION, tmp_path) == location
    assert {path: path.stat().st_mtime_ns for path in Path(location).parent.iterdir()} == written


def test_a_tool_that_dies_is_not_a_clean_result(tmp_path: Path) -> None:
    broken = script(tmp_path / "kubeconform", "import sys; sys.exit('no memory')")
    with (
        start(broken, [config_map("a", {})], VERSION, tmp_path) as judging,
        pytest.raises(UserError, match=r"^kubeconform gave no result: no memory$"),
    ):
        judging.results()


def test_a_tool_that_passes_objects_over_is_not_a_clean_result(tmp_path: Path) -> None:
    broken = script(tmp_path / "kubeconform", "print('{\"resources\": []}')")
    with (
        start(broken, [config_map("a", {})], VERSION, tmp_path) as judging,
        pytest.raises(UserError, match=r"^kubeconform judged 0 of 1 objects$"),
    ):
        judging.results()


def test_another_version_is_not_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script(tmp_path / "kubeconform", "print('v0.6.7')")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_kubeconform() is None
