from pathlib import Path

import pytest

from generators.pins.read import read_pins
from generators.tree.inputs import Pin
from manifests.errors import MistakesError, UserError

EXPECTED = {
    ("dev", "backend"): frozenset({"backend"}),
    ("prod", "backend"): frozenset({"backend"}),
    ("prod", "model"): frozenset({"model", "model-artifact"}),
}


def put(root: Path, environment: str, component: str, *images: str) -> None:
    folder = root / "images/pins" / environment / component
    folder.mkdir(parents=True)
    listed = "".join(f"  - name: {image}\n    newTag: {environment}-1\n" for image in images)
    head = "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nimages:\n"
    (folder / "kustomization.yaml").write_text(head + listed)


def test_pins_are_read_by_environment_and_image(tmp_path: Path) -> None:
    put(tmp_path, "dev", "backend", "backend")
    put(tmp_path, "prod", "backend", "backend")
    put(tmp_path, "prod", "model", "model", "model-artifact")
    pins, warnings = read_pins(tmp_path, EXPECTED)
    assert pins == {
        ("dev", "backend"): Pin("dev-1", None),
        ("prod", "backend"): Pin("prod-1", None),
        ("prod", "model"): Pin("prod-1", None),
        ("prod", "model-artifact"): Pin("prod-1", None),
    }
    assert warnings == ()


def test_every_mistake_of_all_files_is_said_at_once_and_a_missing_pin_is_one(tmp_path: Path) -> None:
    put(tmp_path, "dev", "backend", "bakend")
    put(tmp_path, "prod", "model", "model")
    with pytest.raises(MistakesError) as error:
        read_pins(tmp_path, EXPECTED)
    assert str(error.value).split("\n") == [
        "images/pins/dev/backend/kustomization.yaml:4:11: name: 'bakend' is no image of this component. "
        "The images pinned here: backend",
        "images/pins/prod/backend/kustomization.yaml:1:1: nothing says which backend prod runs. "
        "Pin it: roadstead pin prod backend TAG[@DIGEST]",
        "images/pins/prod/model/kustomization.yaml:1:1: nothing says which model-artifact prod runs. "
        "Pin it: roadstead pin prod model-artifact TAG[@DIGEST]",
    ]


def test_pins_of_an_environment_that_is_gone_are_offered_to_one_that_has_none(tmp_path: Path) -> None:
    put(tmp_path, "dev", "backend", "backend")
    put(tmp_path, "old", "backend", "backend")
    with pytest.raises(MistakesError) as error:
        read_pins(tmp_path, {(where, "backend"): frozenset({"backend"}) for where in ("dev", "new")})
    assert str(error.value).split("\n") == [
        "images/pins/new/backend/kustomization.yaml:1:1: nothing says which backend new runs. "
        "Pin it: roadstead pin new backend TAG[@DIGEST]",
        "images/pins/old:1:1: platform.yaml has no environment old. If it is new now: "
        "git mv images/pins/old images/pins/new",
    ]


def test_pins_of_a_component_that_is_gone_are_those_of_one_that_was_renamed(tmp_path: Path) -> None:
    for environment in ("dev", "prod"):
        put(tmp_path, environment, "backend", "backend")
        put(tmp_path, environment, "web", "web")
    with pytest.raises(MistakesError) as error:
        expected = {(where, name): frozenset({name}) for where in ("dev", "prod") for name in ("orders", "web")}
        read_pins(tmp_path, expected)
    assert str(error.value).split("\n") == [
        "images/pins/dev/backend:1:1: no component is named backend. If it is orders now, write `was: backend` in "
        "orders and pin it too: both run until the new one is Ready",
        "images/pins/dev/orders/kustomization.yaml:1:1: nothing says which orders dev runs. "
        "Pin it: roadstead pin dev orders TAG[@DIGEST]",
        "images/pins/prod/orders/kustomization.yaml:1:1: nothing says which orders prod runs. "
        "Pin it: roadstead pin prod orders TAG[@DIGEST]",
    ]


@pytest.mark.parametrize(
    ("pinned", "there"),
    [
        pytest.param(["web"], ["web", "orders"], id="one that is new"),
        pytest.param(["web", "backend", "model"], ["web", "orders"], id="two are gone"),
        pytest.param(["web", "backend"], ["web", "orders", "sales"], id="two are new"),
    ],
)
def test_a_new_name_is_guessed_of_nobody_else(tmp_path: Path, pinned: list[str], there: list[str]) -> None:
    for name in pinned:
        put(tmp_path, "dev", name, name)
    with pytest.raises(MistakesError) as error:
        read_pins(tmp_path, {("dev", name): frozenset({name}) for name in there})
    assert "`was:" not in str(error.value)


def test_a_pin_without_a_component_is_a_warning(tmp_path: Path) -> None:
    put(tmp_path, "dev", "backend", "backend")
    put(tmp_path, "dev", "old", "old")
    put(tmp_path, "test", "backend", "backend")
    pins, warnings = read_pins(tmp_path, {("dev", "backend"): frozenset({"backend"})})
    assert pins == {("dev", "backend"): Pin("dev-1", None)}
    assert warnings == (
        "images/pins/dev/old: pins nothing that dev runs. Remove it: roadstead unpin dev old",
        "images/pins/test/backend: pins nothing that test runs. Remove it: roadstead unpin test backend",
    )


def test_a_file_that_is_no_utf_8_is_refused(tmp_path: Path) -> None:
    put(tmp_path, "dev", "backend", "backend")
    (tmp_path / "images/pins/dev/backend/kustomization.yaml").write_bytes(b"kind: caf\xe9\n")
    with pytest.raises(UserError) as error:
        read_pins(tmp_path, EXPECTED)
    assert str(error.value) == (
        "images/pins/dev/backend/kustomization.yaml: byte 9 is not UTF-8; save the file as UTF-8"
    )
