import pytest

from generators.write.header import with_header
from generators.write.states import State, state_of

PATH = "base/backend/deployment.yaml"
TEXT = 'kind: Deployment\nmetadata:\n  name: backend\nspec:\n  args:\n    - "yes"\n  minReadySeconds: 5\n'
OLDER = TEXT.replace(": 5", ": 4")
DESIRED = with_header(PATH, TEXT, "/components/backend")
STALE = with_header(PATH, OLDER, "/components/backend")
TORN = DESIRED.replace(
    "  minReadySeconds: 5\n",
    "<<<<<<< HEAD\n  minReadySeconds: 5\n=======\n  minReadySeconds: 6\n>>>>>>> theirs\n",
)
SCHEMA = "platform.schema.json"
SCHEMA_TEXT = '{\n  "type": "object",\n  "minProperties": 1\n}\n'
SCHEMA_DESIRED = with_header(SCHEMA, SCHEMA_TEXT, "")


@pytest.mark.parametrize(
    ("present", "state"),
    [
        pytest.param(None, State.MISSING, id="nothing is there: missing"),
        pytest.param(DESIRED, State.CLEAN, id="the very text: clean"),
        pytest.param(DESIRED.replace("\n", "\r\n"), State.CLEAN, id="checked out with CRLF: clean"),
        pytest.param("\ufeff" + DESIRED, State.CLEAN, id="saved with a byte order mark: clean"),
        pytest.param(DESIRED.replace(": 5\n", ": 5  \n"), State.CLEAN, id="white space at a line end: clean"),
        pytest.param(DESIRED.rstrip("\n"), State.CLEAN, id="no line end at the end: clean"),
        pytest.param(STALE, State.STALE, id="what an older platform.yaml said: stale"),
        pytest.param(STALE.replace("\n", "\r\n"), State.STALE, id="the older text with CRLF: stale"),
        pytest.param(
            with_header(PATH, TEXT, "/components/api"), State.STALE, id="another place in platform.yaml: stale"
        ),
        pytest.param(DESIRED.replace(": 5", ": 6"), State.EDITED, id="a value changed: edited"),
        pytest.param(STALE.replace(": 4", ": 6"), State.EDITED, id="a value changed in an older text: edited"),
        pytest.param(DESIRED + "  paused: true\n", State.EDITED, id="a key added: edited"),
        pytest.param(DESIRED.replace('"yes"', "yes"), State.EDITED, id="quotes removed that YAML needs: edited"),
        pytest.param(DESIRED.replace(": 5", ': "5"'), State.EDITED, id="a number made a text: edited"),
        pytest.param(
            DESIRED.replace(": 5", ": 5.0"), State.REFORMATTED, id="a number that Kubernetes reads alike: reformatted"
        ),
        pytest.param(DESIRED + "# ask Ada first\n", State.EDITED, id="a comment of a person's added: edited"),
        pytest.param(DESIRED.replace(": 5", ": 5 # why?"), State.EDITED, id="a comment behind a value added: edited"),
        pytest.param(DESIRED + "\t- [\n", State.EDITED, id="no YAML any more: edited"),
        pytest.param(DESIRED + "---\nkind: Service\n", State.EDITED, id="a second document: edited"),
        pytest.param(DESIRED + "kind: Deployment\n", State.EDITED, id="a key twice: edited"),
        pytest.param(DESIRED.replace("backend\nspec", "back\udce9nd\nspec"), State.EDITED, id="no UTF-8: edited"),
        pytest.param(DESIRED.replace("    - ", "  - "), State.REFORMATTED, id="lists indented otherwise: reformatted"),
        pytest.param(DESIRED.replace('"yes"', "'yes'"), State.REFORMATTED, id="other quotes: reformatted"),
        pytest.param("---\n" + DESIRED, State.REFORMATTED, id="a document start on top: reformatted"),
        pytest.param(
            DESIRED.replace("kind: Deployment\n", "") + "kind: Deployment\n",
            State.REFORMATTED,
            id="keys in another order: reformatted",
        ),
        pytest.param(
            STALE.replace(": 4", ": 5"), State.REFORMATTED, id="an edit that says what platform.yaml says: reformatted"
        ),
        pytest.param(TORN, State.CONFLICTED, id="merge markers in the text: conflicted"),
        pytest.param(TORN.replace("\n", "\r\n"), State.CONFLICTED, id="merge markers with CRLF: conflicted"),
        pytest.param(
            DESIRED.replace("=======", "").replace("# roadstead", "<<<<<<< HEAD\n# roadstead")
            + "=======\n"
            + STALE
            + ">>>>>>> theirs\n",
            State.CONFLICTED,
            id="merge markers around the header: conflicted",
        ),
        pytest.param(
            TORN.replace("=======", "||||||| base\n  minReadySeconds: 4\n======="),
            State.CONFLICTED,
            id="merge markers with the common ancestor: conflicted",
        ),
        pytest.param(DESIRED + "# =======\n", State.EDITED, id="something like one merge marker: edited"),
        pytest.param(TEXT, State.FOREIGN, id="no header: foreign"),
        pytest.param("", State.STALE, id="an empty file, as a power cut leaves a new one: stale"),
        pytest.param("\0" * 40, State.STALE, id="a file of NULs, as a power cut leaves it: stale"),
        pytest.param("\n", State.FOREIGN, id="an empty line is somebody's: foreign"),
        pytest.param(
            with_header("base/api/deployment.yaml", TEXT, ""), State.FOREIGN, id="a copy of another file: foreign"
        ),
        pytest.param(
            TORN.replace(PATH, "base/api/deployment.yaml"), State.FOREIGN, id="a copy with merge markers: foreign"
        ),
    ],
)
def test_a_wanted_path(present: str | None, state: State) -> None:
    assert state_of(PATH, DESIRED, present) is state


@pytest.mark.parametrize(
    ("present", "state"),
    [
        pytest.param(DESIRED, State.ORPHAN, id="as sync wrote it: orphan"),
        pytest.param(DESIRED.replace("\n", "\r\n"), State.ORPHAN, id="as sync wrote it, with CRLF: orphan"),
        pytest.param(DESIRED + "# mine\n", State.EDITED_ORPHAN, id="a comment added: edited orphan"),
        pytest.param(DESIRED.replace("    - ", "  - "), State.EDITED_ORPHAN, id="reformatted: edited orphan"),
        pytest.param(TORN, State.EDITED_ORPHAN, id="merge markers: edited orphan"),
        pytest.param(TEXT, State.FOREIGN, id="no header: foreign"),
        pytest.param(with_header("base/api/deployment.yaml", TEXT, ""), State.FOREIGN, id="a copy: foreign"),
    ],
)
def test_a_path_that_nothing_wants(present: str, state: State) -> None:
    assert state_of(PATH, None, present) is state


@pytest.mark.parametrize(
    ("present", "state"),
    [
        pytest.param(SCHEMA_DESIRED, State.CLEAN, id="the very text: clean"),
        pytest.param(SCHEMA_DESIRED.replace("\n", "\r\n"), State.CLEAN, id="CRLF: clean"),
        pytest.param(with_header(SCHEMA, '{\n  "a": 1\n}\n', ""), State.STALE, id="an older schema: stale"),
        pytest.param(SCHEMA_DESIRED.replace("\n  ", ""), State.REFORMATTED, id="on one line: reformatted"),
        pytest.param(SCHEMA_DESIRED.replace(": 1", ": 2"), State.EDITED, id="a value changed: edited"),
        pytest.param(SCHEMA_DESIRED.replace(": 1", ": true"), State.EDITED, id="1 made true: edited"),
        pytest.param(SCHEMA_DESIRED + "}", State.EDITED, id="no JSON any more: edited"),
        pytest.param(SCHEMA_TEXT, State.FOREIGN, id="no header: foreign"),
    ],
)
def test_a_wanted_json_file(present: str, state: State) -> None:
    assert state_of(SCHEMA, SCHEMA_DESIRED, present) is state


def test_a_path_that_is_neither_wanted_nor_there_has_no_state() -> None:
    with pytest.raises(ValueError, match=r"^base/backend/deployment\.yaml: neither wanted nor there"):
        state_of(PATH, None, None)
