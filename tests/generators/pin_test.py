"""`pin` and `unpin` from end to end, in repositories of their own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from generators import pin, unpin

PLATFORM = """\
name: shop
kubernetes: "1.35"
registry: registry.example.com/shop
git: {branch: main}
cluster:
  provides: [metrics-server, gateway, cloudnative-pg, gpu-metric, prometheus]
  gateway: {name: public, namespace: gateway-system}
  api_server: [10.0.0.1/32]
components:
  portal:
    type: web
    resources: {requests: {cpu: 100m, memory: 128Mi}, limits: {memory: 256Mi}}
    scale: {by: cpu, target: 60%, between: [2, 6]}
    routes: [{host: www, path: /}]
  model:
    type: model-server
    model: {name: prices, loads_within: 10m}
    gpu: 1
    resources: {requests: {cpu: "2", memory: 8Gi}, limits: {memory: 8Gi}}
    scale: {by: gpu, double_above: 80%, shrink_below: 30%, between: [2, 4]}
  postgres:
    type: postgres
    version: "18"
    database: shop
    owner: shop
    storage: 5Gi
    instances: 3
    max_connections: 100
    resources: {requests: {cpu: "2", memory: 4Gi}, limits: {cpu: "2", memory: 4Gi}}
environments:
  dev: {domain: dev.example.com, gpus: 5}
  prod: {domain: example.com, gpus: 5}
"""
DIGEST = "sha256:" + "0123456789abcdef" * 4
PORTAL = "images/pins/prod/portal/kustomization.yaml"
MODEL = "images/pins/prod/model/kustomization.yaml"
HEAD = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages:\n"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "platform.yaml").write_text(PLATFORM)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pins(root: Path) -> dict[str, str]:
    return {path.relative_to(root).as_posix(): path.read_text() for path in root.glob("images/**/*") if path.is_file()}


def test_a_pin_is_written_and_changed_and_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pin.main(["prod", "portal", "1.4.0"]) == 0
    assert pin.main(["prod", "portal", f"1.5.0@{DIGEST}"]) == 0
    assert pin.main(["prod", "portal", f"1.5.0@{DIGEST}"]) == 0
    said = capsys.readouterr()
    assert said.err == ""
    assert said.out.splitlines() == [
        f"{PORTAL}: portal (not pinned) -> 1.4.0",
        f"{PORTAL}: portal 1.4.0 -> 1.5.0@{DIGEST}",
        f"{PORTAL}: portal is 1.5.0@{DIGEST} already",
    ]
    assert pins(root) == {PORTAL: f'{HEAD}  - name: portal\n    newTag: "1.5.0"\n    digest: {DIGEST}\n'}


def test_pinning_again_writes_nothing(root: Path) -> None:
    pin.main(["prod", "portal", "1.4.0"])
    before = (root / PORTAL).stat()
    pin.main(["prod", "portal", "1.4.0"])
    assert (root / PORTAL).stat() == before


def test_a_models_files_are_pinned_beside_its_server(root: Path) -> None:
    assert pin.main(["--quiet", "prod", "model-artifact", "v7"]) == 0
    assert pin.main(["--quiet", "prod", "model", "v1"]) == 0
    assert pins(root) == {MODEL: f"{HEAD}  - name: model-artifact\n    newTag: v7\n  - name: model\n    newTag: v1\n"}


def test_a_marker_of_image_automation_survives(root: Path) -> None:
    marked = f'{HEAD}  - name: portal\n    newTag: v1 # {{"$imagepolicy": "flux-system:portal:tag"}}\n'
    (root / PORTAL).parent.mkdir(parents=True)
    (root / PORTAL).write_text(marked)
    assert pin.main(["--quiet", "prod", "portal", "v2"]) == 0
    assert pins(root) == {PORTAL: marked.replace("v1 ", "v2 ")}


def test_quiet_says_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert pin.main(["prod", "portal", "1.4.0", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["produ", "portal", "v1"],
            "produ: platform.yaml has no such environment; write `prod`",
        ),
        (
            ["prod", "porta", "v1"],
            "porta: platform.yaml has no such image in prod; write `portal`",
        ),
        (
            ["prod", "zzz", "v1"],
            "zzz: platform.yaml has no such image in prod; write one of `model`, `model-artifact`, `portal`",
        ),
        (
            ["prod", "postgres", "18"],
            "postgres: no pin decides what it runs; its version in platform.yaml does, change that",
        ),
        (
            ["prod", "portal", "latest"],
            "the tag latest names no version: what runs would change without a commit. Name the version",
        ),
        (
            ["prod", "portal", "v1@sha256:abc"],
            "'sha256:abc' is no digest: sha256: and 64, or sha512: and 128, lower-case hexadecimal digits",
        ),
        (
            ["prod", "portal", "a b"],
            "'a b' is no tag: at most 128 letters, digits, '_', '.' and '-', and the first is no '.' or '-'",
        ),
    ],
    ids=[
        "an unknown environment",
        "an image that is nearly right",
        "an image like none",
        "a component whose version decides",
        "the tag latest",
        "a malformed digest",
        "a malformed tag",
    ],
)
def test_what_cannot_be_pinned_is_said_and_nothing_is_written(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    assert pin.main(arguments) == 2
    assert capsys.readouterr() == ("", f"{message}\n")
    assert pins(root) == {}


def test_a_mistake_in_platform_yaml_is_said_with_its_place(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / "platform.yaml").write_text(PLATFORM.replace("type: web", "type: wbe"))
    assert pin.main(["prod", "portal", "v1"]) == 2
    assert capsys.readouterr().err.startswith("platform.yaml:11:11: ")


def test_a_folder_without_a_platform_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert pin.main(["prod", "portal", "v1"]) == 2
    assert capsys.readouterr().err == "platform.yaml: no such file here; run in the folder that holds it\n"


def test_a_folder_in_the_place_of_the_file_is_said(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / PORTAL).mkdir(parents=True)
    assert pin.main(["prod", "portal", "v1"]) == 2
    assert capsys.readouterr().err == f"{PORTAL}: cannot be read: Is a directory\n"


def test_a_pin_is_removed_with_its_folder(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pin.main(["--quiet", "prod", "portal", "v1"])
    assert unpin.main(["prod", "portal"]) == 0
    assert capsys.readouterr() == (f"{PORTAL}: portal is no longer pinned in prod\n", "")
    assert pins(root) == {}
    assert not (root / PORTAL).parent.exists()


def test_one_of_two_pins_is_removed(root: Path) -> None:
    pin.main(["--quiet", "prod", "model", "v1"])
    pin.main(["--quiet", "prod", "model-artifact", "v7"])
    assert unpin.main(["--quiet", "prod", "model-artifact"]) == 0
    assert pins(root) == {MODEL: f"{HEAD}  - name: model\n    newTag: v1\n"}


def test_a_pin_that_platform_yaml_knows_no_more_is_removed(root: Path) -> None:
    pin.main(["--quiet", "prod", "portal", "v1"])
    (root / "platform.yaml").unlink()
    assert unpin.main(["prod", "portal"]) == 0
    assert pins(root) == {}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["prod", "porta"], "images/pins/prod/porta: no such pin; write `prod portal`"),
        (["x", "y"], "images/pins/x/y: no such pin"),
        (["..", "portal"], "..: no such name can be pinned: lower-case letters, digits and '-' only"),
        (["prod", "portal-artifact"], f"{PORTAL}: portal-artifact is not pinned here. The images pinned here: portal"),
    ],
    ids=["a name that is nearly right", "a name like none", "a way out of the folder", "an image that is not pinned"],
)
def test_what_cannot_be_removed_is_said_and_stays(
    root: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    pin.main(["--quiet", "prod", "portal", "v1"])
    before = pins(root)
    assert unpin.main(arguments) == 2
    assert capsys.readouterr() == ("", f"{message}\n")
    assert pins(root) == before


def test_a_file_with_more_than_pins_in_it_is_left_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pin.main(["--quiet", "prod", "portal", "v1"])
    with (root / PORTAL).open("a") as file:
        file.write("patches: []\n")
    assert unpin.main(["prod", "portal"]) == 2
    assert capsys.readouterr().err == (
        f"{PORTAL}:6:1: unknown key 'patches'; a pin says name, newTag and digest of an image, and nothing else. "
        "What else differs goes into extras/\n"
    )


@pytest.mark.parametrize("main", [pin.main, unpin.main], ids=["pin", "unpin"])
def test_help_has_examples(main: Callable[[list[str]], int], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--help"])
    assert ended.value.code == 0
    assert "examples:\n  roadstead " in capsys.readouterr().out
