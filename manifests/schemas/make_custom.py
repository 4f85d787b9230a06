"""Custom resources, from the definitions in the Go modules of the projects that own them."""

import json
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

import yaml

from manifests.errors import UserError
from manifests.schemas.bundle import OBJECT_META, PREFIX
from manifests.schemas.strict import Schema, strict_custom


class _Loader(yaml.CSafeLoader):
    """Reads a bare `=` and a date as text, as Kubernetes does; the definitions use both."""

    yaml_constructors: ClassVar[dict[str | None, Any]] = {
        **yaml.CSafeLoader.yaml_constructors,
        "tag:yaml.org,2002:value": yaml.CSafeLoader.construct_yaml_str,
        "tag:yaml.org,2002:timestamp": yaml.CSafeLoader.construct_yaml_str,
    }


@dataclass(frozen=True, slots=True)
class Source:
    """A Go module at a version, and the folder in it that holds the definitions."""

    module: str
    folder: str


SOURCES = (
    Source("github.com/fluxcd/source-controller@v1.9.6", "config/crd/bases"),
    Source("github.com/fluxcd/kustomize-controller@v1.9.6", "config/crd/bases"),
    Source("github.com/fluxcd/helm-controller@v1.6.3", "config/crd/bases"),
    Source("github.com/cloudnative-pg/cloudnative-pg@v1.30.0", "config/crd/bases"),
    Source("sigs.k8s.io/gateway-api@v1.5.0", "config/crd/standard"),
    Source("github.com/prometheus-operator/prometheus-operator@v0.93.0", "example/prometheus-operator-crd"),
    Source("github.com/kedacore/keda/v2@v2.20.2", "config/crd/bases"),
    Source("github.com/cert-manager/cert-manager@v1.20.0", "deploy/crds"),
)


def custom_schemas() -> dict[str, Schema]:
    """`{"kustomize.toolkit.fluxcd.io/v1/Kustomization": strict schema}` of every served version in every source.

    Downloads the modules with `go mod download`, which checks them against Go's checksum database. Raises UserError
    when Go is missing or a module does not come.
    """
    schemas: dict[str, Schema] = {}
    for source in SOURCES:
        for path in sorted((_download(source.module) / source.folder).glob("*.yaml")):
            for document in yaml.load_all(path.read_text(encoding="utf-8"), _Loader):
                if document and document.get("kind") == "CustomResourceDefinition":
                    schemas.update(schemas_of(document))
    return schemas


def schemas_of(definition: dict[str, Any]) -> Iterator[tuple[str, Schema]]:
    """The strict schema of each served version of one CustomResourceDefinition. Pure."""
    group, kind = definition["spec"]["group"], definition["spec"]["names"]["kind"]
    for version in definition["spec"]["versions"]:
        if not version["served"]:
            continue
        api_version = f"{group}/{version['name']}"
        schema = strict_custom(version["schema"]["openAPIV3Schema"])
        schema["properties"] |= {
            "apiVersion": {"const": api_version},
            "kind": {"const": kind},
            "metadata": {"$ref": PREFIX + OBJECT_META},
        }
        yield f"{api_version}/{kind}", schema


def _download(module: str) -> Path:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "go.mod").write_text("module schemas\n", encoding="utf-8")
        try:
            answer = subprocess.run(
                ("env", "GOFLAGS=-mod=mod", "go", "mod", "download", "-json", module),
                cwd=folder,
                capture_output=True,
                text=True,
                check=False,
            )
        except OSError as problem:
            raise UserError(f"go is needed to download {module}: {problem.strerror}") from None
    if answer.returncode != 0:
        raise UserError(f"go could not download {module}: {answer.stdout}{answer.stderr}".strip())
    return Path(json.loads(answer.stdout)["Dir"])
