"""Kustomize's words, as they are shown. The left column is real output of v5.8.1."""

from pathlib import Path

import pytest

from manifests.kustomize.failure import readable_failure


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        pytest.param(
            'error: invalid Kustomization: json: unknown field "foo"\n',
            'invalid Kustomization: json: unknown field "foo"',
            id="an unknown field",
        ),
        pytest.param(
            "Error: accumulating resources: accumulating resources from 'x.yaml': MalformedYAMLError: yaml: line 2: "
            "mapping values are not allowed in this context in File: x.yaml\n",
            "accumulating resources: accumulating resources from 'x.yaml': MalformedYAMLError: yaml: line 2: "
            "mapping values are not allowed in this context in File: x.yaml",
            id="broken YAML",
        ),
        pytest.param(
            "error: accumulating resources: accumulation err='accumulating resources from '../base': "
            "'/srv/repo/base' must resolve to a file': recursed accumulation of path '/srv/repo/base': accumulating "
            "resources: accumulation err='accumulating resources from 'nope.yaml': evalsymlink failure on "
            "'/srv/repo/base/nope.yaml' : lstat /srv/repo/base/nope.yaml: no such file or directory': must build at "
            "directory: not a valid directory: evalsymlink failure on '/srv/repo/base/nope.yaml' : lstat "
            "/srv/repo/base/nope.yaml: no such file or directory\n",
            "recursed accumulation of path 'base': accumulating resources from 'nope.yaml': evalsymlink failure on "
            "'base/nope.yaml' : lstat base/nope.yaml: no such file or directory",
            id="a file missing in a base",
        ),
        pytest.param(
            "# Warning: 'commonLabels' is deprecated.\nerror: no resource matches\n",
            "no resource matches\n# Warning: 'commonLabels' is deprecated.",
            id="a warning before the error",
        ),
        pytest.param(
            f"error: map[string]{'x' * 5000}: json: unsupported type\n",
            f"map[string]{'x' * 489} ... {'x' * 476}: json: unsupported type",
            id="a whole object",
        ),
        pytest.param("", "kustomize failed and gave no reason", id="nothing at all"),
        pytest.param("error: in /srv/repo and /srv/repository\n", "in . and /srv/repository", id="the root itself"),
    ],
)
def test_what_is_shown(said: str, shown: str) -> None:
    assert readable_failure(said, Path("/srv/repo")) == shown
