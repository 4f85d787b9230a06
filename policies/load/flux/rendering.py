"""From what kustomize built to what Flux applies: variables replaced, common metadata set."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from manifests.errors import MistakesError
from manifests.kustomize.outcome import Build
from manifests.reader import read_documents, to_plain
from manifests.rendered import parse_rendered
from policies.load.flux.variables import NAME, SubstitutionError, substitute
from policies.workload.flux import FluxKustomization

_DISABLED = "kustomize.toolkit.fluxcd.io/substitute"
Body = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Values:
    """The values of the variables of one Flux Kustomization.

    `unread` are the sources whose content is not in this repository, `absent` those that Flux must find and that
    nothing here makes either.
    """

    values: Mapping[str, str]
    unread: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rendered:
    """What Flux applies; the rest as in FluxBuild of policies.sources."""

    objects: tuple[Body, ...]
    undefined: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    bad_substitution: str = ""


def values_of(flux: FluxKustomization, config_maps: Mapping[tuple[str, str], Mapping[str, str]]) -> Values:
    """`config_maps`: (namespace, name) -> data, of the same cluster. Later ones win, and `substitute` wins over all.

    Source: loadVars and SubstituteVariables in fluxcd/pkg/kustomize/kustomize_varsub.go, which drop line breaks.
    """
    values: dict[str, str] = {}
    unread: list[str] = []
    for reference in flux.post_build.references:
        data = config_maps.get((flux.object.namespace, reference.name)) if reference.kind == "ConfigMap" else None
        if data is None:
            unread.append(f"{reference.kind}/{reference.name}")
        else:
            values.update(data)
    values.update(flux.post_build.values)
    return Values({key: value.replace("\n", "") for key, value in values.items()}, tuple(unread))


def render(flux: FluxKustomization, build: Build, values: Values) -> Rendered:
    """The objects of a build as Flux applies them. Source: build and apply of kustomize-controller's reconciler."""
    rendered = Rendered(build.objects)
    if flux.post_build.enabled and b"$" in build.text:
        rendered = _substituted(build, values)
    if not flux.labels and not flux.annotations:
        return rendered
    objects = tuple(_with_metadata(body, flux) for body in rendered.objects)
    return Rendered(objects, rendered.undefined, rendered.unknown, rendered.bad_substitution)


def _substituted(build: Build, values: Values) -> Rendered:
    wrong = next((name for name in values.values if not NAME.fullmatch(name)), None)
    if wrong is not None:
        return Rendered(build.objects, bad_substitution=f"'{wrong}' is no name of a variable that Flux accepts")
    objects: list[Body] = []
    undefined: dict[str, None] = {}
    unknown: dict[str, None] = {}
    for document in build.text.split(b"\n---\n"):
        bodies = parse_rendered(document)
        if b"$" in document and not any(map(_is_exempt, bodies)):
            try:
                found = substitute(document.decode("utf-8"), values.values, open_ended=bool(values.unread))
                bodies = [to_plain(each.root) for each in read_documents(found.text, build.directory)]
            except SubstitutionError as error:
                return Rendered(build.objects, bad_substitution=str(error))
            except MistakesError as error:
                name = bodies[0].get("metadata", {}).get("name") if bodies else None
                why = f"{name}: is no YAML once its variables are replaced: {error.mistakes[0].message}"
                return Rendered(build.objects, bad_substitution=why)
            undefined |= found.undefined
            unknown |= found.unknown
        objects.extend(body for body in bodies if isinstance(body, dict))
    return Rendered(tuple(objects), tuple(undefined), tuple(unknown))


def _is_exempt(body: Body) -> bool:
    metadata = body.get("metadata")
    held = [metadata.get(key) for key in ("labels", "annotations")] if isinstance(metadata, Mapping) else []
    return any(isinstance(each, Mapping) and each.get(_DISABLED) == "disabled" for each in held)


def _with_metadata(body: Body, flux: FluxKustomization) -> Body:
    metadata = body.get("metadata")
    if not isinstance(metadata, Mapping):
        return body
    changed = dict(metadata)
    for key, common in (("labels", flux.labels), ("annotations", flux.annotations)):
        held = metadata.get(key)
        if common and (held is None or isinstance(held, Mapping)):
            changed[key] = {**(held or {}), **common}
    return {**body, "metadata": changed}
