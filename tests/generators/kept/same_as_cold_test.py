"""A sync that uses what is kept says and writes exactly what one without it does, whatever was edited before."""

from __future__ import annotations

import contextlib
import io
import os
import re
import shutil
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from generators import sync
from tests.generators.kept.small_platform import write, write_small_platform

PIN = "images/pins/{}/kustomization.yaml"
PATCH = """\
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
patches:
  - target: {{kind: Deployment, name: {name}}}
    patch: |
      - op: add
        path: /metadata/annotations/team
        value: shop
"""

# What a person may do between two runs: (file, pattern, replacement) where the pattern is found, or a file's new text.
EDITS: dict[str, tuple[str, str, str | None]] = {
    "a setting of dev": ("platform.yaml", r"api: \{config: \{LOG_LEVEL: \w+\}\}", "api: {config: {LOG_LEVEL: trace}}"),
    "and back": ("platform.yaml", r"api: \{config: \{LOG_LEVEL: \w+\}\}", "api: {config: {LOG_LEVEL: debug}}"),
    "a setting of all": ("platform.yaml", r"    config: \{LOG_LEVEL: \w+\}", "    config: {LOG_LEVEL: error}"),
    "no setting": ("platform.yaml", r"    config: \{LOG_LEVEL: \w+\}\n", ""),
    "more memory": ("platform.yaml", r"memory: 512Mi", "memory: 768Mi"),
    "a request beyond its limit": ("platform.yaml", r"requests: \{cpu: 250m, memory: \w+\}", "requests: {memory: 9Gi}"),
    "another range": ("platform.yaml", r"between: \[\d+, \d+\]", "between: [3, 6]"),
    "another cache": ("platform.yaml", r'version: "8"', 'version: "7"'),
    "one need more": ("platform.yaml", r"    needs: \[api\]", "    needs: [api, cache]"),
    "one need less": ("platform.yaml", r"    needs: \[cache\]\n", ""),
    "another host": ("platform.yaml", r"routes: \[\{host: \w+", "routes: [{host: shop"),
    "another domain": ("platform.yaml", r"domain: dev.example.com", "domain: dev.example.org"),
    "another registry": ("platform.yaml", r"registry: \S+", "registry: registry.example.org/other"),
    "another version": ("platform.yaml", r'kubernetes: "\S+"', 'kubernetes: "1.36"'),
    "no gateway of its own": ("platform.yaml", r"namespace: gateway-system", "namespace: other-system"),
    "a namespace of its own": ("platform.yaml", r"    domain: dev", "    namespace: elsewhere\n    domain: dev"),
    "another name": ("platform.yaml", r"name: shop\n", "name: store\n"),
    "no prod": ("platform.yaml", r"  prod:\n    domain: \S+\n", ""),
    "a gateway elsewhere": ("platform.yaml", r"gateway: \{name: \w+", "gateway: {name: private"),
    "a comment": ("platform.yaml", r"\Aname", "# a line more\nname"),
    "web is gone": ("platform.yaml", r"  web:\n    type: web\n    needs: .*\n    replicas: 2\n", ""),
    "nonsense": ("platform.yaml", r"type: web", "type: wep"),
    "another tag in dev": (PIN.format("dev/api"), r"newTag: \S+", "newTag: 1.2.3"),
    "another tag in prod": (PIN.format("prod/web"), r"newTag: \S+", "newTag: 2.0.0"),
    "a tag that is a number": (PIN.format("dev/api"), r"newTag: \S+", "newTag: 17"),
    "a tag in quotes": (PIN.format("dev/api"), r"newTag: \S+", 'newTag: "17"'),
    "a pin twice": (PIN.format("dev/web"), r"(?s)(  - name: web.+)", "  - {name: web}\n  - {name: web}\n"),
    "no pin": (PIN.format("prod/web"), r"(?s).+", None),
    "extras": ("extras/dev/web/kustomization.yaml", "", PATCH.format(name="web")),
    "extras that match nothing": ("extras/all/api/kustomization.yaml", "", PATCH.format(name="nobody")),
    "no extras": ("extras/all/api/kustomization.yaml", r"(?s).+", None),
    "stricter": ("policies.yaml", "", "rules:\n  scaling/autoscaler-range: {severity: error, range: [3, 8]}\n"),
    "a waiver": (
        "policies.yaml",
        "",
        "waivers:\n  - {rule: scaling/autoscaler-range, object: HorizontalPodAutoscaler/api, reason: a, owner: b, "
        "expires: 2999-01-01}\n",
    ),
    "no policies": ("policies.yaml", r"(?s).+", None),
    "a hand in the base": ("base/api/deployment.yaml", r"kind: Deployment", "kind: DaemonSet"),
    "a hand in an overlay": ("overlays/dev/web/kustomization.yaml", r"namespace: \S+", "namespace: other"),
    "the base is gone": ("base/web/deployment.yaml", r"(?s).+", None),
}


def edit(root: Path, name: str) -> None:
    path, pattern, wanted = EDITS[name]
    file = root / path
    if not pattern:
        write(root, path, wanted or "")
    elif file.exists() and wanted is None:
        file.unlink()
        if not any(file.parent.iterdir()):
            file.parent.rmdir()
    elif file.exists():
        write(root, path, re.sub(pattern, lambda _: wanted or "", file.read_text(encoding="utf-8"), count=1))


def run(root: Path) -> tuple[int, str, str]:
    """Exit code, stdout and stderr, without the seconds that it took."""
    here = Path.cwd()
    out, err = io.StringIO(), io.StringIO()
    os.chdir(root)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            code = sync.main([])
    finally:
        os.chdir(here)
    return code, re.sub(r", \d+\.\d+ s$", "", out.getvalue(), flags=re.MULTILINE), err.getvalue()


def tree(root: Path) -> dict[str, bytes]:
    """All files but what is kept, by path."""
    paths = (path for path in sorted(root.rglob("*")) if path.is_file())
    named = {path.relative_to(root).as_posix(): path for path in paths}
    return {name: path.read_bytes() for name, path in named.items() if not name.startswith(".roadstead")}


@settings(max_examples=12, deadline=None)
@given(st.lists(st.lists(st.sampled_from(sorted(EDITS)), min_size=1, max_size=3), min_size=2, max_size=5))
def test_a_warm_sync_is_a_cold_one(rounds: list[list[str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        warm, cold = Path(folder, "warm"), Path(folder, "cold")
        warm.mkdir()
        write_small_platform(warm)
        run(warm)
        for edits in rounds:
            for name in edits:
                edit(warm, name)
            shutil.rmtree(cold, ignore_errors=True)
            shutil.copytree(warm, cold, ignore=shutil.ignore_patterns(".roadstead"))
            (warm / ".roadstead/proven").unlink(missing_ok=True)
            assert run(warm) == run(cold)
            assert tree(warm) == tree(cold)
