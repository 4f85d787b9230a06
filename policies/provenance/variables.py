"""Variables that Flux puts values in the place of, after the build."""

import re

from manifests import reader
from manifests.reader import Scalar
from policies.files import Files
from policies.finding import Location
from policies.objects import Origin
from policies.provenance.embedded import Text
from policies.provenance.step import Spot, Step, Strength
from policies.provenance.trace import flux_spec

_NAME = re.compile(r"(?<!\$)\$\{(\w+)")


def variable_step(files: Files, file: str, origin: Origin, text: str) -> Step | None:
    """Where a Flux Kustomization says the value of the first variable in a text that it says one of."""
    spec = flux_spec(files, file, origin.namespace, origin.name)
    post_build = spec.get("postBuild") if spec is not None else None
    values = post_build.get("substitute") if isinstance(post_build, reader.Mapping) else None
    if not isinstance(values, reader.Mapping):
        return None
    for name in _NAME.findall(text):
        key, value = values.key(name), values.get(name)
        if key is not None and isinstance(value, Scalar):
            location = Location(file, key.position.line, key.position.column)
            return Step(location, Strength.SETS, "variable of the Flux Kustomization", spot=Spot(Text(file, ()), value))
    return None
