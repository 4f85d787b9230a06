"""`python -m manifests.schemas.make`: write the schemas that ship with the package. Needs the dev group and Go."""

import sys
import zlib
from pathlib import Path
from typing import Any

import orjson

from manifests.errors import UserError
from manifests.schemas.bundle import DATA, custom_file, kubernetes_file
from manifests.schemas.make_custom import custom_schemas
from manifests.schemas.make_kubernetes import VERSIONS, kubernetes_bundle

_GZIP = 31  # zlib's number for a gzip header, which then carries no time


def packed(value: Any) -> bytes:
    """The same bytes for the same value: sorted keys, no spaces, no time."""
    text = orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    compressor = zlib.compressobj(level=9, wbits=_GZIP)
    return compressor.compress(text) + compressor.flush()


def make(folder: Path) -> int:
    """Write every file of the bundle into `folder`, remove what no longer belongs, and return the bytes written."""
    files = {kubernetes_file(version): packed(kubernetes_bundle(version)) for version in VERSIONS}
    files |= {custom_file(key): packed(schema) for key, schema in custom_schemas().items()}
    folder.mkdir(parents=True, exist_ok=True)
    for path in folder.glob("*.json.gz"):
        if path.name not in files:
            path.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return sum(map(len, files.values()))


def main() -> int:
    try:
        size = make(DATA)
    except UserError as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 2
    print(f"{DATA}: {size} bytes")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
