"""What is found, built and read below a root, and which environment it belongs to."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from manifests.errors import UserError
from policies.configuration.values import Configuration, EnvironmentSettings
from policies.finding import Unchecked
from policies.load import Loaded, load

Write = Callable[[Mapping[str, str]], Path]


def config_map(name: str, more: str = "") -> str:
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\n{more}"


OVERLAYS = {
    "base/app/kustomization.yaml": "resources: [map.yaml]\n",
    "base/app/map.yaml": config_map("app"),
    "overlays/dev/app/kustomization.yaml": "resources: [../../../base/app]\ncomponents: [settings]\n",
    "overlays/dev/app/settings/kustomization.yml": "kind: Component\nnamePrefix: dev-\n",
    "overlays/dev/app/patches/unused.yaml": config_map("unused"),
    "overlays/prod/app/Kustomization": "resources: [../../../base/app]\n",
}


def told(loaded: Loaded) -> list[tuple[str, str, str | None]]:
    return [(item.directory, item.name, item.environment) for item in loaded.objects]


def loaded(root: Path, *paths: str, configuration: Configuration | None = None) -> Loaded:
    return load(root, paths, configuration or Configuration())


def test_overlays_are_built_and_what_they_build_on_is_not(repository: Write) -> None:
    found = loaded(repository(OVERLAYS))
    assert told(found) == [("overlays/dev/app", "dev-app", "dev"), ("overlays/prod/app", "app", "prod")]
    assert found.unchecked == ()


def test_a_base_is_built_where_it_is_named(repository: Write) -> None:
    root = repository(OVERLAYS)
    assert told(loaded(root, "base/app")) == [("base/app", "app", None)]
    assert told(loaded(root, "base/app/kustomization.yaml")) == [("base/app", "app", None)]


def test_a_component_is_never_built_alone(repository: Write) -> None:
    with pytest.raises(UserError) as caught:
        loaded(repository(OVERLAYS), "overlays/dev/app/settings")
    assert str(caught.value) == (
        "overlays/dev/app/settings: is a Kustomize Component, which is never built alone: name what includes it"
    )


def test_plain_files_are_read_document_by_document_and_lists_item_by_item(repository: Write) -> None:
    items = "apiVersion: v1\nkind: List\nitems:\n  - {apiVersion: v1, kind: ConfigMap, metadata: {name: c}}\n"
    root = repository(
        {
            "apps/all.yaml": f"{config_map('a')}---\n# nothing\n---\n{config_map('b')}---\n{items}",
            "apps/one.json": '{\n\t"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "d"}}',
        }
    )
    assert told(loaded(root)) == [
        ("apps/all.yaml", "a", None),
        ("apps/all.yaml", "b", None),
        ("apps/all.yaml", "c", None),
        ("apps/one.json", "d", None),
    ]


def test_what_is_no_manifest_is_counted_and_left_alone(repository: Write) -> None:
    root = repository(
        {
            "app.yaml": config_map("a"),
            "platform.yaml": "name: shop\n",
            "broken.yaml": "{{ not yaml",
            "package.json": '{"name": "shop"}',
            ".github/workflows/ci.yaml": config_map("hidden"),
            "node_modules/x/a.yaml": config_map("module"),
            "chart/Chart.yaml": "apiVersion: v2\nname: chart\n",
            "chart/templates/a.yaml": "apiVersion: v1\nkind: {{ .Kind }}\n",
        }
    )
    found = loaded(root)
    assert told(found) == [("app.yaml", "a", None)]
    assert (found.unchecked, found.ignored) == ((), 5)


def test_a_link_is_not_followed(repository: Write, tmp_path_factory: pytest.TempPathFactory) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "a.yaml").write_text(config_map("secret"), encoding="utf-8")
    root = repository({"app.yaml": config_map("a")})
    (root / "link").symlink_to(outside)
    (root / "link.yaml").symlink_to(outside / "a.yaml")
    assert told(loaded(root)) == [("app.yaml", "a", None)]


def test_a_manifest_that_is_no_yaml_is_unchecked_and_the_rest_is_read(repository: Write) -> None:
    root = repository({"a.yaml": config_map("a"), "b.yaml": "apiVersion: v1\nkind: [\n", "c.yaml": config_map("c")})
    found = loaded(root)
    assert [name for _, name, _ in told(found)] == ["a", "c"]
    assert [each.directory for each in found.unchecked] == ["b.yaml"]


def test_a_directory_that_does_not_build_is_unchecked_and_the_rest_is_built(repository: Write) -> None:
    root = repository({**OVERLAYS, "overlays/dev/app/kustomization.yaml": "resources: [missing.yaml]\n"})
    found = loaded(root)
    assert told(found) == [("overlays/prod/app", "app", "prod")]
    (unchecked,) = found.unchecked
    assert unchecked.directory == "overlays/dev/app"
    assert unchecked.why.startswith("does not build: ")
    assert "missing.yaml" in unchecked.why


def test_nothing_is_fetched_from_the_network(repository: Write) -> None:
    root = repository(
        {
            "overlay/kustomization.yaml": "resources: [../base]\n",
            "base/kustomization.yaml": "resources: ['https://example.com/app.git//deploy?ref=v1']\n",
        }
    )
    assert loaded(root).unchecked == (
        Unchecked(
            "overlay",
            "builds on https://example.com/app.git//deploy?ref=v1, which is not in this repository, and nothing is "
            "fetched: copy it here",
        ),
    )


def test_kustomizations_in_a_circle_are_unchecked(repository: Write) -> None:
    root = repository({"a/kustomization.yaml": "resources: [../b]\n", "b/kustomization.yaml": "resources: [../a]\n"})
    (unchecked,) = loaded(root).unchecked
    assert unchecked.directory == "a"
    assert "cycle" in unchecked.why


def test_an_environment_of_two_names_is_unchecked(repository: Write) -> None:
    configuration = Configuration(
        environments=(EnvironmentSettings("dev"), EnvironmentSettings("prod")), file="policies.yaml"
    )
    root = repository({"dev/prod/a.yaml": config_map("a"), "dev/b.yaml": config_map("b")})
    found = loaded(root, configuration=configuration)
    assert told(found) == [("dev/b.yaml", "b", "dev")]
    assert found.unchecked == (
        Unchecked("dev/prod/a.yaml", "belongs to the environments dev and prod: set paths for both in policies.yaml"),
    )


def test_only_one_environment_is_built(repository: Write) -> None:
    root = repository(OVERLAYS)
    assert told(load(root, (), Configuration(), environment="prod")) == [("overlays/prod/app", "app", "prod")]
    with pytest.raises(UserError) as caught:
        load(root, (), Configuration(), environment="qa")
    assert str(caught.value) == "nothing belongs to the environment 'qa': there is dev, prod"


def test_a_path_that_is_not_there(repository: Write) -> None:
    with pytest.raises(UserError) as caught:
        loaded(repository(OVERLAYS), "apps")
    assert str(caught.value) == "apps: no such file or directory"


def test_hostile_files_are_one_line_each_and_the_rest_is_read(repository: Write) -> None:
    head = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n"
    laughs = "".join(
        f"a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * 9)}]\n" if level else "a0: &a0 [lol, lol]\n"
        for level in range(9)
    )
    root = repository(
        {
            "good.yaml": config_map("good"),
            "aliases.yaml": head + laughs,
            "deep.yaml": f"{head}data: {'[' * 5000}{']' * 5000}\n",
            "wide.yaml": f"{head}data: [{'1,' * 1_200_000}1]\n",
            "broken.yaml": f"{head}data: [\n",
            "overlay/kustomization.yaml": "resources: [map.yaml, large.bin]\n",
            "overlay/map.yaml": config_map("built"),
        }
    )
    (root / "nul.yaml").write_bytes(head.encode() + b"data: {a: \x00}\n")
    (root / "latin.yaml").write_bytes(head.encode() + b"data: {a: \xe9}\n")
    for name in ("large.yaml", "overlay/large.bin"):
        with (root / name).open("wb") as file:
            file.write(head.encode())
            file.truncate(50 << 20)
    found = loaded(root)
    assert [item.name for item in found.objects] == ["good"]
    assert {each.directory: each.why for each in found.unchecked} == {
        "aliases.yaml": "9:25: aliases repeat more than 100,000 values; write the parts out instead",
        "broken.yaml": "5:1: a value is missing before this",
        "deep.yaml": "4:206: this is nested more than 200 levels deep",
        "large.yaml": "is larger than 16 MiB: split it, or leave it out",
        "latin.yaml": "4:11: the byte 0xe9 is not UTF-8; save the file as UTF-8",
        "nul.yaml": "4:11: a NUL character cannot stand in YAML; remove it",
        "overlay": "reads overlay/large.bin, which is larger than 16 MiB: split it, or leave it out",
        "wide.yaml": "holds more than 1,000,000 values: split it, or leave it out",
    }


def test_a_folder_is_not_built_when_it_reads_outside(
    repository: Write, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (outside / "kustomization.yaml").write_text("resources: []\n", encoding="utf-8")
    root = repository({"a/kustomization.yaml": f"resources: [../../{outside.name}]\n", "b.yaml": config_map("b")})
    found = loaded(root)
    assert [item.name for item in found.objects] == ["b"]
    why = f"reads ../{outside.name}, which is not in this repository, and nothing outside of it is read: copy it here"
    assert found.unchecked == (Unchecked("a", why),)


def test_nested_lists_and_objects_in_json_are_taken_apart(repository: Write) -> None:
    inner = '{"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "ConfigMap"}]}'
    root = repository({"a.json": f'{{"apiVersion": "v1", "kind": "List", "items": [{inner}]}}'})
    assert [item.kind for item in loaded(root).objects] == ["ConfigMap"]
