"""Walk what a kustomization builds on, in kustomize's own order, and note each place that sets the field.

The order is that of `AccumulateTarget` in kustomize: resources, components, generators, then the transformers with
patches first, then images and replacements. So components run before the patches of the kustomization that includes
them.
"""

from collections.abc import Iterable
from dataclasses import replace

from manifests import reader
from manifests.reader import Node, Scalar
from policies.files import Files, Kustomization, join
from policies.finding import Location
from policies.parts import text_at
from policies.provenance.embedded import Text
from policies.provenance.generators import generator_steps
from policies.provenance.images import image_steps, is_image_field
from policies.provenance.metadata import metadata_steps, replica_steps
from policies.provenance.patches import Set, merge_patches, patches
from policies.provenance.place import place_of
from policies.provenance.replacements import replacement_steps, unknown_steps
from policies.provenance.step import Spot, Step, Strength
from policies.provenance.subject import Subject

_DEEPEST = 32
"""Kustomizations that build on each other in a circle do not build, but the walk must end."""


class Trace:
    """The steps found so far for one subject, and the object's body in its base.

    `by_name`: of an image, what its name is matters, and not its tag. `folders` are the kustomizations walked through.
    """

    def __init__(self, files: Files, subject: Subject, *, by_name: bool = False) -> None:
        self._files = files
        self._subject = subject
        self._by_name = by_name
        self._image: str | None = None
        self._body: Node | None = None
        self.steps: list[Step] = []
        self.folders: list[str] = []

    def follow_file(self, file: str) -> None:
        """Look for the object in a plain file."""
        self._look_in(file, self._subject)

    def follow_directory(self, directory: str) -> None:
        """Look for the object in what a kustomize directory builds."""
        self._enter(directory, self._subject, 0)

    def follow_flux(self, directory: str, file: str, namespace: str, name: str) -> None:
        """Look for the object in what the Flux Kustomization that builds the directory changes."""
        spec = flux_spec(self._files, file, namespace, name)
        if spec is None:
            return
        prefix, suffix = text_at(spec, "namePrefix") or "", text_at(spec, "nameSuffix") or ""
        subject = self._subject.inside(prefix, suffix, spec.get("targetNamespace") is not None)
        before = len(self.steps)
        layer = Kustomization(directory, file, spec)
        for path in layer.paths("components"):
            component = join(directory, path)
            if component is not None:
                self._enter(component, subject, 1)
        own = len(self.steps)
        self._transform(layer, subject)
        flux = [replace(step, role=f"{step.role} of the Flux Kustomization", entry=None) for step in self.steps[own:]]
        self.steps = [*self.steps[:before], *self.steps[before:own], *flux]

    def _enter(self, directory: str, outside: Subject, depth: int) -> None:
        kustomization = self._files.kustomization(directory)
        if kustomization is None or depth > _DEEPEST:
            return
        self.folders.append(directory)
        node = kustomization.node
        subject = outside.inside(
            text_at(node, "namePrefix") or "", text_at(node, "nameSuffix") or "", node.get("namespace") is not None
        )
        for key in ("resources", "bases", "components"):
            for reference in kustomization.paths(key):
                path = join(directory, reference)
                if path is not None and self._files.kustomization(path) is not None:
                    self._enter(path, subject, depth + 1)
                elif path is not None:
                    self._look_in(path, subject)
        self.steps.extend(generator_steps(self._files, kustomization, subject))
        own = len(self.steps)
        self._transform(kustomization, subject)
        if kustomization.is_component:
            named = (replace(step, role=f"{step.role} of a Kustomize Component") for step in self.steps[own:])
            self.steps[own:] = list(named)

    def _transform(self, kustomization: Kustomization, subject: Subject) -> None:
        self._set(merge_patches(self._files, kustomization, subject))
        self._set(patches(self._files, kustomization, subject, self._body))
        self.steps.extend(metadata_steps(kustomization, subject))
        self._set(patches(self._files, kustomization, subject, self._body, "patchesJson6902"))
        self.steps.extend(replica_steps(kustomization, subject))
        if self._image is not None:
            for step, name in image_steps(kustomization, self._image, by_name=self._by_name):
                self.steps.append(step)
                self._image = name
        self.steps.extend(replacement_steps(self._files, kustomization, subject, self._body))
        self.steps.extend(unknown_steps(kustomization))

    def _look_in(self, file: str, subject: Subject) -> None:
        named = (node for name in subject.names for node in self._files.named(file, subject.kind, name))
        for node in sorted(named, key=lambda each: each.position):
            if subject.is_body(node):
                place = place_of(node, subject.tokens, subject.elements)
                self._body = self._body or node
                self._note_image(place.node if place.exact else None)
                strength = Strength.SETS if place.exact else Strength.NEAR
                scalar = place.node if place.exact and isinstance(place.node, Scalar) else None
                spot = Spot(Text(file, ()), scalar) if scalar is not None else None
                location = Location(file, place.position.line, place.position.column)
                self.steps.append(Step(location, strength, "base", spot=spot))

    def _set(self, found: Iterable[Set]) -> None:
        for step, node in found:
            self._note_image(node)
            self.steps.append(step)

    def _note_image(self, node: Node | None) -> None:
        if isinstance(node, Scalar) and isinstance(node.value, str) and is_image_field(self._subject.tokens):
            self._image = node.value


def flux_spec(files: Files, file: str, namespace: str, name: str) -> reader.Mapping | None:
    """The spec of a Flux Kustomization that a file declares."""
    for node in files.named(file, "Kustomization", name):
        spec = node.get("spec") if isinstance(node, reader.Mapping) else None
        if isinstance(spec, reader.Mapping) and text_at(node, "metadata", "namespace") in (namespace, None):
            return spec
    return None
