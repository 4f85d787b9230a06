"""Which folders must be built alone because their kustomizations ask for what kustomize does to a whole build."""

import posixpath
import re
from pathlib import Path

from manifests.kustomization_names import KUSTOMIZATION_NAMES

# Fields that kustomize honours only at the top of a build (buildMetadata, openapi), that it merges into one
# configuration for all (configurations, crds, vars), or that rename objects, after which references from a
# neighbour's objects would follow the new name.
_WHOLE_BUILD = re.compile(
    rb"\b(?:namePrefix|nameSuffix|allowNameChange|transformers|generators|validators|configurations|crds|vars|openapi"
    rb"|buildMetadata|helmCharts|helmChartInflationGenerator)[\"']?\s*:|/metadata/name\b|-\s*[\"']?metadata\.name\b"
)
_RENAMING_PATCH = re.compile(rb"/metadata/name\b")
_ITEM = re.compile(r"^\s*-\s+[\"']?([^\s\"'#{\[]+)", re.MULTILINE)
_FLOW = re.compile(r"\[([^\]]*)\]")
_PATCH_FILE = re.compile(r"\bpath:\s*[\"']?([^\s\"'/,}][^\s\"',}]*)")
_REMOTE = re.compile(r"://|\?|^[\w.-]+@|^github\.com/")


class Reach:
    """Follows kustomizations from folder to folder under one root; remembers what it has read."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._seen: dict[str, bool] = {}

    def must_stand_alone(self, directory: str) -> bool:
        """Whether a build of this folder could differ, or make others differ, inside a batch. Errs towards yes."""
        directory = posixpath.normpath(directory)
        known = self._seen.get(directory)
        if known is None:
            self._seen[directory] = False  # a cycle is kustomize's to report
            known = self._seen[directory] = self._asks(directory)
        return known

    def _asks(self, directory: str) -> bool:
        content = self._kustomization(directory)
        if content is None:
            return False
        if _WHOLE_BUILD.search(content):
            return True
        text = content.decode("utf-8", errors="replace")
        for patch in _PATCH_FILE.findall(text):
            if _RENAMING_PATCH.search(self._read(posixpath.join(directory, patch)) or b""):
                return True
        flow_items = (part.strip(" \"'\n") for flow in _FLOW.findall(text) for part in flow.split(","))
        for item in (*_ITEM.findall(text), *flow_items):
            if _REMOTE.search(item):
                return True
            if ":" not in item and item and self.must_stand_alone(posixpath.join(directory, item)):
                return True
        return False

    def _kustomization(self, directory: str) -> bytes | None:
        for name in KUSTOMIZATION_NAMES:
            content = self._read(f"{directory}/{name}")
            if content is not None:
                return content
        return None

    def _read(self, path: str) -> bytes | None:
        try:
            # Not Path: a thousand folders are read before the last build starts.
            with open(f"{self._root}/{path}", "rb") as file:  # noqa: PTH123
                return file.read()
        except (OSError, ValueError):
            return None
