import random

import pytest

from generators.tree.generated_file import GeneratedFile
from generators.write.header import owned_hash, with_header
from generators.write.plan import Blocked, Plan, Prune, Write, plan
from generators.write.states import State

BASE = "base/backend/deployment.yaml"
OVERLAY = "overlays/prod/backend/kustomization.yaml"
FLUX = "clusters/prod/platform/backend.yaml"
POINTER = "/components/backend"


def generated(text: str) -> GeneratedFile:
    return GeneratedFile(text, POINTER)


def on_disk(path: str, text: str) -> str:
    return with_header(path, text, POINTER)


def only_blocked(made: Plan) -> Blocked:
    assert len(made.blocked) == 1
    assert made.drift
    return made.blocked[0]


def test_new_files_come_first_then_changed_ones_then_prunes_and_clusters_last_of_all() -> None:
    wanted = ["base/new/a.yaml", "base/a/changed.yaml", "clusters/prod/platform/new.yaml", FLUX, "platform.schema.json"]
    desired = {path: generated('{"a": 1}\n') for path in wanted}
    stale = ["base/a/changed.yaml", FLUX, "overlays/prod/old/a.yaml", "clusters/prod/platform/old.yaml"]
    present = {path: on_disk(path, "a: 2\n") for path in stale}
    steps = plan(desired, present).steps
    assert [(type(step), step.path) for step in steps] == [
        (Write, "base/new/a.yaml"),
        (Write, "platform.schema.json"),
        (Write, "base/a/changed.yaml"),
        (Prune, "overlays/prod/old/a.yaml"),
        (Write, "clusters/prod/platform/new.yaml"),
        (Write, FLUX),
        (Prune, "clusters/prod/platform/old.yaml"),
    ]


def test_the_order_of_the_input_changes_nothing() -> None:
    paths = [f"{top}/{name}/a.yaml" for top in ("base", "overlays/dev", "clusters/dev/platform") for name in "abcdef"]
    desired = {path: generated("a: 1\n") for path in paths[::2]}
    present = {path: on_disk(path, "a: 2\n") for path in paths[::3]}
    first = plan(desired, present)
    for seed in range(5):
        shuffle = random.Random(seed)
        one, other = list(desired.items()), list(present.items())
        shuffle.shuffle(one)
        shuffle.shuffle(other)
        assert plan(dict(one), dict(other)) == first


def test_a_tree_that_is_as_it_should_be_has_nothing_to_do() -> None:
    made = plan({BASE: generated("a: 1\n")}, {BASE: on_disk(BASE, "a: 1\n")})
    assert made == Plan((), (BASE,), (), (), ())
    assert not made.drift
    assert made.diff() == ""
    assert made.summary() == ()


def test_files_of_a_persons_stay_and_are_no_drift() -> None:
    present = {"base/notes.md": "mine\n", "base/copy.yaml": on_disk(BASE, "a: 1\n")}
    made = plan({}, present)
    assert made == Plan((), (), (), ("base/copy.yaml", "base/notes.md"), ())
    assert not made.drift


def test_what_sync_writes_carries_a_header_and_what_was_there() -> None:
    before = on_disk(BASE, "a: 1\n")
    made = plan({BASE: generated("a: 2\n")}, {BASE: before})
    assert made.writes == (Write(BASE, State.STALE, on_disk(BASE, "a: 2\n"), before),)


@pytest.mark.parametrize(
    ("path", "message"),
    [
        (
            BASE,
            "base/backend/deployment.yaml: edited by hand, and sync would lose that. Say it in platform.yaml "
            "(/components/backend) or extras/all/backend/, or give it up with: "
            "roadstead sync --discard-edits base/backend/deployment.yaml",
        ),
        (
            OVERLAY,
            "overlays/prod/backend/kustomization.yaml: edited by hand, and sync would lose that. Say it in "
            "platform.yaml (/components/backend) or extras/prod/backend/, or give it up with: "
            "roadstead sync --discard-edits overlays/prod/backend/kustomization.yaml",
        ),
        (
            "overlays/prod/namespace/resource-quota.yaml",
            "overlays/prod/namespace/resource-quota.yaml: edited by hand, and sync would lose that. Say it in "
            "platform.yaml (/components/backend) or extras/prod/namespace/, or give it up with: "
            "roadstead sync --discard-edits overlays/prod/namespace/resource-quota.yaml",
        ),
        (
            FLUX,
            "clusters/prod/platform/backend.yaml: edited by hand, and sync would lose that. Say it in platform.yaml "
            "(/components/backend), or give it up with: "
            "roadstead sync --discard-edits clusters/prod/platform/backend.yaml",
        ),
    ],
    ids=["in a base", "in an overlay", "in the namespace", "in a Flux object, which no extras reach"],
)
def test_an_edit_stops_sync_with_two_ways_out(path: str, message: str) -> None:
    edited = on_disk(path, "a: 1\nb: 2\n").replace("b: 2", "b: 3")
    blocked = only_blocked(plan({path: generated("a: 1\nb: 2\n")}, {path: edited}))
    assert blocked.state is State.EDITED
    assert blocked.message == message
    assert blocked.diff == f"--- a/{path}\n+++ b/{path}\n@@ -1,2 +1,2 @@\n a: 1\n-b: 2\n+b: 3\n"


def test_an_edit_that_is_no_utf_8_is_shown_as_escapes() -> None:
    edited = on_disk(BASE, "a: 1\n").replace("a: 1", "a: caf\udce9")
    blocked = only_blocked(plan({BASE: generated("a: 1\n")}, {BASE: edited}))
    assert blocked.diff == f"--- a/{BASE}\n+++ b/{BASE}\n@@ -1 +1 @@\n-a: 1\n+a: caf\\xe9\n"


def test_an_edited_file_that_nothing_wants_stops_sync() -> None:
    edited = on_disk(BASE, "a: 1\n") + "b: 2\n"
    blocked = only_blocked(plan({}, {BASE: edited}))
    assert blocked.state is State.EDITED_ORPHAN
    assert blocked.message == (
        "base/backend/deployment.yaml: platform.yaml asks for it no longer, but it was edited by hand. "
        "Move what you need to extras/all/backend/, then delete it, or give it up with: "
        "roadstead sync --discard-edits base/backend/deployment.yaml"
    )
    assert blocked.diff == (
        f"--- /dev/null\n+++ b/{BASE}\n@@ -0,0 +1,4 @@\n"
        "+# Generated by Roadstead from platform.yaml, /components/backend. "
        "Do not edit: change platform.yaml or extras/.\n"
        f"+# roadstead: {BASE} sha256:{owned_hash(BASE, 'a: 1')}\n+a: 1\n+b: 2\n"
    )


@pytest.mark.parametrize(
    ("present", "message"),
    [
        (
            "a: 1\n",
            "base/backend/deployment.yaml: a file without Roadstead's header stands where sync must write, so it is "
            "yours and stays. Move it to extras/all/backend/ or delete it, then sync again",
        ),
        (
            on_disk("base/api/deployment.yaml", "a: 1\n"),
            "base/backend/deployment.yaml: a copy of base/api/deployment.yaml stands where sync must write. "
            "Delete it or move it away, then sync again",
        ),
    ],
    ids=["written by a person", "copied by a person"],
)
def test_a_foreign_file_in_the_way_stops_sync_even_when_edits_are_discarded(present: str, message: str) -> None:
    made = plan({BASE: generated("a: 1\n")}, {BASE: present}, discard=[BASE])
    assert (only_blocked(made).state, only_blocked(made).message) == (State.FOREIGN, message)
    assert made.unused_discards == (BASE,)


@pytest.mark.parametrize(
    "discard",
    [BASE, "./base/backend/deployment.yaml", "base/backend", "base/", "."],
    ids=["the file", "the file from here", "its folder", "a folder above with a slash", "everything"],
)
def test_edits_are_given_up_by_path(discard: str) -> None:
    edited = on_disk(BASE, "a: 1\n").replace("a: 1", "a: 2")
    orphan = on_disk("base/backend/old.yaml", "a: 1\n").replace("a: 1", "a: 2")
    discards = [discard, "base/backend/old.yaml"]
    made = plan({BASE: generated("a: 1\n")}, {BASE: edited, "base/backend/old.yaml": orphan}, discards)
    assert made.steps == (
        Write(BASE, State.EDITED, on_disk(BASE, "a: 1\n"), edited),
        Prune("base/backend/old.yaml", orphan),
    )
    assert made.unused_discards == ()


def test_a_discard_of_a_path_with_a_name_that_only_starts_alike_is_unused() -> None:
    edited = on_disk(BASE, "a: 1\n").replace("a: 1", "a: 2")
    made = plan({BASE: generated("a: 1\n")}, {BASE: edited}, ["base/back"])
    assert only_blocked(made).path == BASE
    assert made.unused_discards == ("base/back",)


def test_the_summary_counts_by_place() -> None:
    desired = {
        path: generated('{"a": 1}\n')
        for path in ("platform.schema.json", BASE, "base/redis/service.yaml", OVERLAY, FLUX, "overlays/dev/x/a.yaml")
    }
    present = {path: on_disk(path, "a: 2\n") for path in (BASE, OVERLAY, "overlays/prod/old/a.yaml")}
    assert [str(change) for change in plan(desired, present).summary()] == [
        "platform.schema.json: 1 created",
        "base: 1 created, 1 changed (backend, redis)",
        "dev: 1 created (x)",
        "prod: 1 changed, 1 removed (backend, old)",
        "clusters/prod: 1 created",
    ]


def test_the_diff_is_one_that_git_would_write() -> None:
    new, old = on_disk(BASE, "a: 1\n"), on_disk("base/old/a.yaml", "a: 1\n")
    made = plan({BASE: generated("a: 1\n")}, {"base/old/a.yaml": old})
    added = "".join(f"+{line}\n" for line in new.splitlines())
    removed = "".join(f"-{line}\n" for line in old.splitlines())
    assert made.diff() == (
        f"--- /dev/null\n+++ b/{BASE}\n@@ -0,0 +1,3 @@\n{added}"
        f"--- a/base/old/a.yaml\n+++ /dev/null\n@@ -1,3 +0,0 @@\n{removed}"
    )


def test_a_summary_names_no_more_parts_than_a_person_reads() -> None:
    desired = {f"base/part-{index:03}/service.yaml": GeneratedFile("a: 1\n", "") for index in range(1000)}
    [change] = plan(desired, {}).summary()
    first = ", ".join(f"part-{index:03}" for index in range(20))
    assert str(change) == f"base: 1000 created ({first}, 980 more)"
