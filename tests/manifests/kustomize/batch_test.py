"""Laws of the plan, for any folders."""

from hypothesis import given
from hypothesis import strategies as st

from manifests.kustomize.batch import BATCH_SIZE, plan_batches

FOLDERS = st.lists(st.integers(0, 400).map(lambda number: f"overlays/{number}"), max_size=200)
KEY = st.tuples(st.sampled_from(["Service", "Deployment"]), st.sampled_from([None, "dev"]), st.sampled_from("abcdef"))


@given(FOLDERS, st.integers(1, 4))
def test_every_folder_is_in_exactly_one_batch(folders: list[str], workers: int) -> None:
    placed = [folder for batch in plan_batches(folders, workers=workers) for folder in batch]
    assert sorted(placed) == sorted(set(folders))


@given(FOLDERS, st.integers(1, 4))
def test_batches_are_of_equal_size_and_none_is_larger_than_the_limit(folders: list[str], workers: int) -> None:
    sizes = [len(batch) for batch in plan_batches(folders, workers=workers)]
    assert not sizes or (max(sizes) - min(sizes) <= 1 and max(sizes) <= BATCH_SIZE)


@given(st.data())
def test_no_batch_holds_one_identity_twice(data: st.DataObject) -> None:
    folders = data.draw(FOLDERS)
    keys = {folder: data.draw(st.frozensets(KEY, max_size=3)) for folder in folders}
    for batch in plan_batches(folders, keys=keys):
        held = [key for folder in batch for key in keys[folder]]
        assert len(held) == len(set(held))


@given(FOLDERS)
def test_the_plan_is_the_same_each_time(folders: list[str]) -> None:
    assert plan_batches(folders) == plan_batches(list(folders))


def test_few_folders_make_one_process_and_a_platform_of_five_components_two() -> None:
    assert [len(batch) for batch in plan_batches([str(number) for number in range(5)])] == [5]
    assert [len(batch) for batch in plan_batches([str(number) for number in range(18)])] == [9, 9]


def test_one_worker_gets_as_few_batches_as_the_size_allows() -> None:
    assert [len(batch) for batch in plan_batches([str(number) for number in range(30)], workers=1)] == [15, 15]


def test_no_folders_make_no_batches() -> None:
    assert plan_batches([]) == ()
