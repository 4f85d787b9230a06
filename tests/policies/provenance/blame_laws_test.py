"""The law of blame, over small repositories made at random and real kustomize.

Change the entry that is blamed, and the rendered field changes; change any other, and it does not.
"""

import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from manifests import pointer
from manifests.kustomize.build import build_directories
from manifests.kustomize.tool import find_kustomize
from policies.engine.elements import elements_of
from policies.finding import Finding, Report
from policies.objects import Object
from policies.provenance import locate
from policies.rule import Severity

FIELDS = {
    "replicas": "/spec/replicas",
    "memory": "/spec/template/spec/containers/0/resources/limits/memory",
    "image": "/spec/template/spec/containers/0/image",
    "label": "/metadata/labels/tier",
}
NEW = {"replicas": "77", "memory": "77Mi", "image": '"77"', "label": "v77"}


@dataclass(frozen=True)
class Entry:
    """One place that sets `field`: of a `form`, in a `layer` ("base", "overlay", "component"), to `value`."""

    field: str
    form: str
    layer: str
    value: str


def values_of(field: str) -> st.SearchStrategy[str]:
    """Few, so that two entries often say the same."""
    shape = {"replicas": "{}", "memory": "{}Mi", "image": '"{}"', "label": "v{}"}[field]
    return st.sampled_from([shape.format(number) for number in (2, 3, 4)])


FORMS = {
    "replicas": ["merge", "merge file", "json", "json file", "replicas", "replacement"],
    "memory": ["merge", "merge file", "json", "json file", "replacement"],
    "image": ["merge", "merge file", "json", "images", "replacement"],
    "label": ["merge", "merge file", "json", "labels", "replacement"],
}
entries = st.sampled_from(sorted(FIELDS)).flatmap(
    lambda field: st.builds(
        Entry,
        st.just(field),
        st.sampled_from(FORMS[field]),
        st.sampled_from(["base", "overlay", "component"]),
        values_of(field),
    )
)
HEAD = "apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\n"


def body_of(entry: Entry, mark: str) -> str:
    """The entry as a part of a Deployment; the line that sets the value carries the mark."""
    match entry.field:
        case "replicas":
            return f"{HEAD}spec:\n  replicas: {entry.value} {mark}\n"
        case "label":
            return f"{HEAD}  labels:\n    tier: {entry.value} {mark}\n"
        case "memory":
            inside = f"resources:\n            limits:\n              memory: {entry.value} {mark}\n"
        case _:
            inside = f"image: app:{entry.value.strip(chr(34))} {mark}\n"
    return f"{HEAD}spec:\n  template:\n    spec:\n      containers:\n        - name: main\n          {inside}"


def operation_of(entry: Entry, mark: str) -> str:
    value = f"app:{entry.value.strip(chr(34))}" if entry.field == "image" else entry.value
    return f"- op: replace\n  path: {FIELDS[entry.field]}\n  value: {value} {mark}\n"


def indented(text: str, width: int) -> str:
    return "".join(f"{' ' * width}{line}\n" for line in text.splitlines())


def files_of(base: Mapping[str, str], found: list[Entry]) -> dict[str, str]:  # noqa: C901
    """The repository; the line of entry number n ends with `# e<n>`."""
    files: dict[str, str] = {}
    lists: dict[tuple[str, str], str] = {}

    def add(folder: str, key: str, text: str) -> None:
        lists[folder, key] = lists.get((folder, key), "") + text

    sources = ""
    for index, entry in enumerate(found):
        mark, folder = f"# e{index}", entry.layer
        target = "    target: {kind: Deployment}\n"
        match entry.form:
            case "merge":
                add(folder, "patches", f"  - patch: |\n{indented(body_of(entry, mark), 6)}")
            case "merge file":
                files[f"{folder}/p{index}.yaml"] = body_of(entry, mark)
                add(folder, "patches", f"  - path: p{index}.yaml\n")
            case "json":
                add(folder, "patches", f"  - patch: |\n{indented(operation_of(entry, mark), 6)}{target}")
            case "json file":
                files[f"{folder}/p{index}.yaml"] = operation_of(entry, mark)
                add(folder, "patches", f"  - path: p{index}.yaml\n{target}")
            case "replicas":
                add(folder, "replicas", f"  - name: app\n    count: {entry.value} {mark}\n")
            case "images":
                add(folder, "images", f"  - name: app\n    newTag: {entry.value} {mark}\n")
            case "labels":
                add(folder, "labels", f"  - pairs:\n      tier: {entry.value} {mark}\n")
            case _:
                value = f"app:{entry.value.strip(chr(34))}" if entry.field == "image" else entry.value
                sources += f"  k{index}: '{value}'\n"
                path = FIELDS[entry.field][1:].replace("/0/", "/[name=main]/").replace("/", ".")
                add(
                    folder,
                    "replacements",
                    f"  - source: {{kind: ConfigMap, name: source, fieldPath: data.k{index}}}\n    targets:\n"
                    f"      - select: {{kind: Deployment}}\n        fieldPaths:\n          - {path} {mark}\n",
                )
    files["base/source.yaml"] = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: source}}\ndata:\n  a: b\n{sources}"
    files["component/more.yaml"] = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: more}\n"
    files["base/app.yaml"] = (
        f"{HEAD}  labels:\n    tier: {base['label']} # base label\n"
        f"spec:\n  replicas: {base['replicas']} # base replicas\n"
        "  template:\n    spec:\n      containers:\n        - name: main\n"
        f"          image: app:{base['image'].strip(chr(34))} # base image\n"
        f"          resources:\n            limits:\n              memory: {base['memory']} # base memory\n"
    )
    for folder, head in (
        ("base", "resources: [app.yaml, source.yaml]\n"),
        ("overlay", "resources: [../base]\ncomponents: [../component]\n"),
        ("component", "kind: Component\nresources: [more.yaml]\n"),
    ):
        blocks = "".join(f"{key}:\n{text}" for (where, key), text in lists.items() if where == folder)
        files[f"{folder}/kustomization.yaml"] = head + blocks
    return files


def rendered(root: Path, trees: Mapping[str, Mapping[str, str]]) -> dict[str, Mapping[str, Any]]:
    """The Deployment that the overlay of each tree makes."""
    for name, files in trees.items():
        for path, text in files.items():
            (root / name / path).parent.mkdir(parents=True, exist_ok=True)
            (root / name / path).write_text(text, encoding="utf-8")
    builds = build_directories(root, [f"{name}/overlay" for name in trees], find_kustomize(), isolated=True)
    assert [build.error for build in builds.values() if build.error] == []
    return {
        name: next(body for body in builds[f"{name}/overlay"].objects if body["kind"] == "Deployment") for name in trees
    }


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.fixed_dictionaries({field: values_of(field) for field in FIELDS}),
    st.lists(entries, min_size=1, max_size=6),
)
def test_only_a_change_of_the_blamed_entry_changes_the_field(base: dict[str, str], found: list[Entry]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        files = files_of(base, found)
        body = rendered(root, {"it": files})["it"]
        item = Object(body, None, "overlay")
        fields = sorted({entry.field for entry in found})
        report = Report(tuple(finding_of(item, FIELDS[field]) for field in fields), {}, ())
        trees, blamed = {}, {}
        for field, placed in zip(fields, locate(report, root / "it", objects=[item]).findings, strict=True):
            assert placed.location is not None
            assert placed.chain[-1].location == placed.location
            line = files[placed.location.file].splitlines()[placed.location.line - 1]
            blamed[field] = line.partition("# ")[2].replace(" ", "-")
            trees[f"base-{field}"] = files_of({**base, field: NEW[field]}, found)
        for index, entry in enumerate(found):
            other = Entry(entry.field, entry.form, entry.layer, NEW[entry.field])
            trees[f"e{index}"] = files_of(base, [*found[:index], other, *found[index + 1 :]])
        for name, after in rendered(root, trees).items():
            field = found[int(name[1:])].field if name[1:].isdecimal() else name.removeprefix("base-")
            differs = pointer.resolve(after, FIELDS[field]) != pointer.resolve(body, FIELDS[field])
            assert differs == (name == blamed[field]), (name, field, blamed)


def finding_of(item: Object, field: str) -> Finding:
    return Finding(
        "a/b", Severity.ERROR, None, item.identity, None, field, "it is", "Do.", item.directory,
        elements=elements_of(item.body, field),
    )  # fmt: skip
