"""Folders that would change one another in a batch are built by themselves, and only those."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from manifests.kustomize.build import build_directories
from manifests.kustomize.interplay import touched_by_neighbours
from manifests.kustomize.reach import Reach
from manifests.kustomize.tool import KustomizeTool

Write = Callable[[Mapping[str, str]], Path]

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: pod}
spec: {containers: [{name: a, envFrom: [{configMapRef: {name: settings}}]}]}
"""
BINDING = """\
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata: {name: readers}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: view}
subjects: [{kind: ServiceAccount, name: reader, namespace: default}]
"""
READER = "apiVersion: v1\nkind: ServiceAccount\nmetadata: {name: reader}\n"
CONFIG = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\n"

PAIRS: Mapping[str, Mapping[str, str]] = {
    "a neighbour generates what is referred to": {
        "one/kustomization.yaml": "namespace: dev\nconfigMapGenerator: [{name: settings, literals: [A=b]}]\n",
        "two/kustomization.yaml": "namespace: dev\nresources: [pod.yaml]\n",
        "two/pod.yaml": POD,
    },
    "a neighbour owns the account that a binding names": {
        "one/kustomization.yaml": "namespace: dev\nresources: [reader.yaml]\n",
        "one/reader.yaml": READER,
        "two/kustomization.yaml": "resources: [binding.yaml]\n",
        "two/binding.yaml": BINDING,
    },
    "a neighbour renames with a prefix": {
        "one/kustomization.yaml": "namespace: dev\nnamePrefix: x-\nresources: [config.yaml]\n",
        "one/config.yaml": CONFIG,
        "two/kustomization.yaml": "namespace: dev\nresources: [pod.yaml]\n",
        "two/pod.yaml": POD,
    },
    "a neighbour renames with a patch": {
        "one/kustomization.yaml": "namespace: dev\nresources: [config.yaml]\n"
        "patches: [{target: {kind: ConfigMap}, path: rename.yaml}]\n",
        "one/config.yaml": CONFIG,
        "one/rename.yaml": "- {op: replace, path: /metadata/name, value: other}\n",
        "two/kustomization.yaml": "namespace: dev\nresources: [pod.yaml]\n",
        "two/pod.yaml": POD,
    },
}


@pytest.mark.parametrize("pair", PAIRS)
def test_references_stay_as_a_build_of_their_own_folder_leaves_them(
    pair: str, repository: Write, tool: KustomizeTool
) -> None:
    root = repository(PAIRS[pair])
    singly = build_directories(root, ["one", "two"], tool, isolated=True)
    batched = build_directories(root, ["one", "two"], tool)
    assert {name: build.objects for name, build in batched.items()} == {
        name: build.objects for name, build in singly.items()
    }
    assert [build.error for build in batched.values()] == [None, None]


def test_a_hash_used_by_its_owner_alone_disturbs_nobody() -> None:
    settings = {"kind": "ConfigMap", "metadata": {"name": "settings-5kh84tg9cm"}}
    texts = [b"name: settings-5kh84tg9cm\n", b"name: settings\n"]
    assert touched_by_neighbours(texts, [[settings], [{"metadata": {"name": "pod"}}]]) == frozenset()


def test_a_binding_to_an_account_of_its_own_folder_disturbs_nobody() -> None:
    account = {"kind": "ServiceAccount", "metadata": {"name": "deployer"}}
    binding = {
        "kind": "RoleBinding",
        "metadata": {"name": "b", "namespace": "dev"},
        "subjects": [{"kind": "ServiceAccount", "name": "deployer", "namespace": "dev"}],
    }
    assert touched_by_neighbours([b"", b""], [[account, binding], [account, binding]]) == frozenset()


@pytest.mark.parametrize(
    ("kustomization", "alone"),
    [
        pytest.param("# made by generators.sync\nresources: [a.yaml]\n", False, id="a word in a comment is no field"),
        pytest.param("generatorOptions: {labels: {a: b}}\n", False, id="generator options rename nothing"),
        pytest.param("namePrefix: a-\n", True, id="a prefix"),
        pytest.param('{"nameSuffix": "-a"}\n', True, id="a suffix, written as JSON"),
        pytest.param("resources:\n  - ../renaming\n", True, id="a base that renames"),
        pytest.param("resources: [../between]\n", True, id="a base of a base that renames"),
        pytest.param("resources: ['https://example.com/a?ref=b']\n", True, id="a remote base"),
        pytest.param("resources: [../one]\n", False, id="a cycle"),
        pytest.param("patches: [{path: missing.yaml}]\n", False, id="a patch that is missing"),
    ],
)
def test_which_kustomizations_are_built_alone(kustomization: str, alone: bool, repository: Write) -> None:
    root = repository(
        {
            "one/kustomization.yaml": kustomization,
            "between/kustomization.yml": "components:\n- ../renaming\n",
            "renaming/Kustomization": "vars: []\n",
        }
    )
    assert Reach(root).must_stand_alone("one") is alone
