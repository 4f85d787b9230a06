"""A batch's output falls into its folders' parts, whatever those parts are."""

from hypothesis import given
from hypothesis import strategies as st

from manifests.kustomize.enclosure import new_token, split_output

DOCUMENT = st.sampled_from(
    [
        "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: boundary-0\n",
        "data:\n  text: |\n    ---\n    apiVersion: v1\n    kind: ConfigMap\n",
        "kind: Pod\n",
    ]
)


def boundary(token: str, index: int) -> str:
    return f"apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {token}-{index}\n"


@given(st.lists(st.lists(DOCUMENT, max_size=3), min_size=1, max_size=12))
def test_each_folder_gets_its_own_documents(folders: list[list[str]]) -> None:
    token = new_token()
    documents = [text for index, own in enumerate(folders) for text in (boundary(token, index), *own)]
    parts = split_output("---\n".join(documents).encode(), token, len(folders))
    assert parts == tuple("---\n".join(own).encode() for own in folders)


def test_a_missing_or_misplaced_boundary_is_no_answer() -> None:
    token = new_token()
    first, second = boundary(token, 0), boundary(token, 1)
    for output in ("", first, f"{second}---\n{first}", f"kind: Pod\n---\n{first}---\n{second}"):
        assert split_output(output.encode(), token, 2) is None
