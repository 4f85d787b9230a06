"""The names of generated ConfigMaps must be those that kustomize gives."""

from pathlib import Path

import pytest

from generators.platform.values import Setting, Sourced
from generators.tree.config_map import hashed_name, literal
from generators.types.misfit import Misfit
from manifests.kustomize.build import build_directories
from manifests.kustomize.tool import find_kustomize
from manifests.writer import to_yaml

CASES = {
    "one-key": {"LOG_LEVEL": "info"},
    "keys-in-any-order": {"B": "2", "A": "1"},
    "characters-that-go-escapes": {"HTML": "<a href='x'>&amp;</a>", "LINE": "a\u2028b\u2029c"},
    "text-beyond-ascii": {"GREETING": "Grüße, 你好 🚀"},
    "several-lines": {"nginx.conf": "server {\n\tlisten 8080;\n}\n"},
    "an-empty-value": {"EMPTY": ""},
    "an-equals-sign": {"ARGS": "--a=b=c"},
    "controls": {"BELL": "a\bb\fc\\d"},
    "no-keys": {},
}


def test_kustomize_gives_the_same_names_and_data(tmp_path: Path) -> None:
    """One build for all cases: the hash covers data, kind and name alone."""
    generators = [
        {"name": name, "literals": [literal(Setting(key, Sourced(value, ""))) for key, value in data.items()]}
        for name, data in CASES.items()
    ]
    (tmp_path / "maps").mkdir()
    body = {"apiVersion": "kustomize.config.k8s.io/v1beta1", "kind": "Kustomization", "configMapGenerator": generators}
    (tmp_path / "maps" / "kustomization.yaml").write_text(to_yaml(body), encoding="utf-8")
    build = build_directories(tmp_path, ["maps"], find_kustomize())["maps"]
    assert build.error is None
    built = {body["metadata"]["name"]: body.get("data", {}) for body in build.objects}
    assert built == {hashed_name(name, data): data for name, data in CASES.items()}


@pytest.mark.parametrize("value", ['"quoted"', "'quoted'", 'ends with "', "'"])
def test_a_value_that_kustomize_would_strip_is_refused_with_its_place(value: str) -> None:
    with pytest.raises(Misfit) as caught:
        literal(Setting("MOTTO", Sourced(value, "/components/backend/config/MOTTO")))
    assert str(caught.value) == (
        "platform.yaml, /components/backend/config/MOTTO: the value begins or ends with a quotation mark, which "
        "kustomize takes away; put a space or a line end around it, or leave the marks out"
    )
