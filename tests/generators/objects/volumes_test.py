"""Volumes and their mounts."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.objects.volumes import empty_folder, file_key, temporary, with_written
from generators.platform.values import File, Sourced, Volume


def file(path: str) -> File:
    return File(path, Sourced("", ""))


def written(name: str, path: str) -> Volume:
    return Volume(name, Sourced(path, ""), Sourced("1Gi", ""), None)


KEYS = [
    ("a plain path is readable", "/etc/nginx/conf.d/default.conf", "etc_nginx_conf.d_default.conf"),
    ("an underscore is not taken for a folder", "/etc/a_b", "etc_a_b-a0989f29"),
    ("what kustomize would take for nothing is made a text", "/null", "null-967b74fd"),
    ("what kustomize would take for a number is made a text", "/1", "file-1-3f294bca"),
    ("two dots in front are no key of Kubernetes", "/..x", "file-..x-e0076d1a"),
    ("what no key may hold is replaced", "/etc/my file=1", "etc_my-file-1-38941485"),
]


@pytest.mark.parametrize(("path", "key"), [row[1:] for row in KEYS], ids=[row[0] for row in KEYS])
def test_the_key_of_a_file(path: str, key: str) -> None:
    assert file_key(file(path)) == key


NAMES = st.lists(st.text("ab_-. =", min_size=1, max_size=4), min_size=1, max_size=3)
PATHS = NAMES.map(lambda names: "/" + "/".join(names))


@given(PATHS, PATHS)
def test_two_paths_never_share_a_key_and_every_key_is_one(one: str, other: str) -> None:
    keys = file_key(file(one)), file_key(file(other))
    assert all(re.fullmatch(r"[-._a-zA-Z0-9]{1,253}", key) for key in keys)
    assert (keys[0] == keys[1]) == (one == other)


def test_a_very_long_path_has_a_key_that_fits() -> None:
    assert len(file_key(file("/" + "a" * 400))) == 253


BESIDE = [
    ("a volume of one's own beside /tmp", [written("cache", "/cache")], [("cache", "/cache"), ("tmp", "/tmp")]),
    ("a volume at /tmp replaces ours", [written("big", "/tmp")], [("big", "/tmp")]),
    ("a volume that has the name of ours gets another", [written("tmp", "/work")],
     [("tmp-volume", "/work"), ("tmp", "/tmp")]),
    ("and a third one is kept apart from both", [written("tmp", "/a"), written("tmp-volume", "/b")],
     [("tmp-volume-volume", "/a"), ("tmp-volume", "/b"), ("tmp", "/tmp")]),
]  # fmt: skip


@pytest.mark.parametrize(("volumes", "expected"), [row[1:] for row in BESIDE], ids=[row[0] for row in BESIDE])
def test_written_volumes_beside_our_own(volumes: list[Volume], expected: list[tuple[str, str]]) -> None:
    found = [
        (each.volume["name"], getattr(each.mounts[0]["mountPath"], "value", each.mounts[0]["mountPath"]))
        for each in with_written([temporary("64Mi")], volumes)
    ]
    assert found == expected


def test_an_empty_folder_has_a_limit() -> None:
    assert empty_folder("data", "/data", "1Gi").volume == {"name": "data", "emptyDir": {"sizeLimit": "1Gi"}}
