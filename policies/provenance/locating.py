"""Findings get the file, line and column that a person edits to change the field."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from manifests.identity import Identity
from policies.files import Files
from policies.finding import Finding, Link, Location, Report
from policies.objects import Object, Origin
from policies.provenance.ablation import Ablation, Doubt
from policies.provenance.chain import chain_of, overlay_of
from policies.provenance.deciding import Decision, decide
from policies.provenance.rendered import Rendered, rendered_field
from policies.provenance.step import Step
from policies.provenance.subject import Subject, subject_of
from policies.provenance.trace import Trace
from policies.provenance.variables import variable_step
from policies.sources import FluxBuild, Sources

_Key = tuple[str, str | None, Identity]
_ABOUT_THE_NAME = ("images/registry-allowed",)
"""Rules that judge an image by its name: who set the tag has no part in it."""


def locate(
    report: Report,
    root: Path,
    texts: Mapping[str, str] | None = None,
    sources: Sources | None = None,
    objects: Iterable[Object] | None = None,
) -> Report:
    """The report with a location, and the chain that leads to it, for each finding that has none.

    It is the place that set the field last, or took it away; for a field that is missing, the deepest ancestor in the
    object's own file; failing all, the kustomization or file the object came from. `texts` stand in for files that are
    not on disk; `sources` say which Flux Kustomization builds what. `objects` are what was judged: with them, a place
    is held against the rendered value, and where several places remain, kustomize is asked in views outside of `root`.
    Reads only files under `root` that findings lead to.
    """
    return Locating(root, texts, sources, objects).located(report)


@dataclass(frozen=True, eq=False)
class Found:
    """What is known of one finding's field before kustomize is asked."""

    finding: Finding
    subject: Subject
    steps: tuple[Step, ...]
    decision: Decision
    rendered: Rendered | None
    flux: tuple[FluxBuild, Origin] | None


class Locating:
    """The places of one run's findings."""

    def __init__(
        self,
        root: Path,
        texts: Mapping[str, str] | None = None,
        sources: Sources | None = None,
        objects: Iterable[Object] | None = None,
    ) -> None:
        self.files = Files(root, texts)
        self._flux = _changed(sources)
        self._judged = tuple(objects or ())
        self._objects: dict[_Key, Object] = {}
        self._ablation = Ablation(root, self.files, texts or {}) if objects is not None else None

    def located(self, report: Report) -> Report:
        """The report, every finding in its place."""
        self._index(report.findings)
        found = [None if each.location is not None else self.found(each) for each in report.findings]
        settled = self._settled([each for each in found if each is not None])
        placed = (
            _with_chain(finding) if each is None else self._placed(each, settled.get(each, each.decision.step))
            for finding, each in zip(report.findings, found, strict=True)
        )
        return replace(report, findings=tuple(placed))

    def settled(self, finding: Finding) -> Found:
        """The places on the field's way, and the one that set it, kustomize asked where it takes that."""
        self._index([finding])
        found = self.found(finding)
        settled = self._settled([found])
        return replace(found, decision=Decision(settled[found])) if found in settled else found

    def _index(self, findings: Sequence[Finding]) -> None:
        wanted = {(each.directory, each.environment, each.identity) for each in findings} - self._objects.keys()
        for item in self._judged if wanted else ():
            key = (item.directory, item.environment, item.identity)
            if key in wanted:
                self._objects.setdefault(key, item)

    def found(self, finding: Finding) -> Found:
        """The places on the field's way, and what is plain from them."""
        subject = subject_of(finding)
        by_name = finding.rule in _ABOUT_THE_NAME
        trace = Trace(self.files, subject, by_name=by_name)
        key = (finding.directory, finding.environment, finding.identity)
        flux = self._flux.get(key)
        if self.files.kustomization(finding.directory) is None:
            trace.follow_file(finding.directory)
        else:
            trace.follow_directory(finding.directory)
            if flux is not None:
                build, origin = flux
                trace.follow_flux(finding.directory, build.file, origin.namespace, origin.name)
        item = self._objects.get(key)
        rendered = rendered_field(item.body, subject) if item is not None else None
        decision = decide(trace.steps, rendered, subject, by_name=by_name)
        return Found(finding, subject, tuple(trace.steps), decision, rendered, flux)

    def _settled(self, found: Iterable[Found]) -> dict[Found, Step | None]:
        """What kustomize says where what is written leaves it open."""
        doubts: dict[Doubt, Found] = {}
        for each in found:
            # A view shows what kustomize makes of files: not what Flux changes on the way.
            by_flux = any(step.role.endswith("Flux Kustomization") for step in each.decision.doubtful)
            if each.decision.doubtful and not by_flux and each.rendered is not None:
                doubt = Doubt(
                    each.finding.directory,
                    each.finding.identity,
                    each.subject,
                    each.decision.doubtful,
                    each.rendered.present,
                )
                doubts[doubt] = each
        if self._ablation is None or not doubts:
            return {}
        return {doubts[doubt]: step for doubt, step in self._ablation.settle(list(doubts)).items()}

    def _placed(self, found: Found, step: Step | None) -> Finding:
        finding = found.finding
        kustomization = self.files.kustomization(finding.directory)
        fallback = finding.directory if kustomization is None else kustomization.file
        steps = found.steps
        variable = self._variable(found, step)
        if variable is not None:
            steps, step = (*steps, variable), variable
        location = step.location if step is not None else Location(fallback, 1, 1)
        chain = chain_of(steps, step) or (Link(location, "kustomization" if kustomization is not None else "file"),)
        is_missing = found.rendered is not None and not found.rendered.present
        if step is not None and kustomization is not None and is_missing and not step.removes:
            overlay = overlay_of(kustomization, step)
            chain = (overlay, *chain) if overlay is not None else chain
        return replace(finding, location=location, chain=chain)

    def _variable(self, found: Found, step: Step | None) -> Step | None:
        if found.flux is None or step is None or step.spot is None:
            return None
        build, origin = found.flux
        return variable_step(self.files, build.file, origin, str(step.spot.node.value))


def _with_chain(finding: Finding) -> Finding:
    """A finding on a place in a file has that place alone."""
    if finding.chain or finding.location is None:
        return finding
    return replace(finding, chain=(Link(finding.location, "file"),))


def _changed(sources: Sources | None) -> dict[_Key, tuple[FluxBuild, Origin]]:
    """For each object that a Flux Kustomization changes as it builds it: what it builds, and its origin."""
    return {
        (item.directory, item.environment, item.identity): (build, origin)
        for origin, build in (sources.builds.items() if sources is not None else ())
        if build.file
        for item in build.objects
    }
