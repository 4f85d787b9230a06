"""JUnit XML: one suite a rule, so that a build server shows which rules fail and which looked at nothing."""

from collections.abc import Iterator, Sequence
from xml.etree import ElementTree as Xml

from policies.finding import Counts, Finding, NotEvaluated, Report, Unchecked
from policies.report.about import whole
from policies.report.one_line import one_line
from policies.report.order import ordered


def render_junit(report: Report) -> str:
    """One test case a finding: failed, or skipped where it is waived; one that passes for all objects that did.

    A rule that could not judge has a skipped case that says what it lacks. What could not be built or read is a case
    with an error. The counts of a suite are those of its cases.
    """
    by_rule: dict[str, list[Finding]] = {id_: [] for id_ in sorted(report.rules)}
    for finding in ordered(report.findings):
        by_rule.setdefault(finding.rule, []).append(finding)
    root = Xml.Element("testsuites", name="roadstead check")
    for rule, findings in by_rule.items():
        gaps = [gap for gap in report.not_evaluated if gap.rule == rule]
        _suite(root, rule, _cases(rule, findings, gaps, report.rules.get(rule, Counts())))
    if report.unchecked:
        _suite(root, "unchecked", map(_unchecked, report.unchecked))
    for key in ("tests", "failures", "errors", "skipped"):
        root.set(key, str(sum(int(suite.get(key, "0")) for suite in root)))
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _suite(root: Xml.Element, name: str, cases: Iterator[Xml.Element]) -> None:
    suite = Xml.SubElement(root, "testsuite", name=name)
    suite.extend(cases)
    suite.set("tests", str(len(suite)))
    for key, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(key, str(len(suite.findall(f"testcase/{tag}"))))


def _cases(
    rule: str, findings: Sequence[Finding], gaps: Sequence[NotEvaluated], counts: Counts
) -> Iterator[Xml.Element]:
    if counts.passed:
        objects = "1 object" if counts.passed == 1 else f"{counts.passed} objects"
        yield Xml.Element("testcase", classname=rule, name=f"{objects} passed")
    for finding in findings:
        yield _finding(finding)
    for gap in gaps:
        environment = f"{gap.environment}: " if gap.environment else ""
        case = _case(rule, f"{environment}{', '.join(gap.objects)}")
        Xml.SubElement(case, "skipped", message=one_line(f"not evaluated: {gap.why}"))
        yield case


def _finding(finding: Finding) -> Xml.Element:
    case = _case(finding.rule, whole(finding))
    place = finding.location
    if place is not None:
        case.set("file", one_line(place.file))
        case.set("line", str(place.line))
    if finding.waiver is not None:
        waiver = finding.waiver
        said = f"waived until {waiver.expires} by {waiver.owner}: {waiver.reason}"
        Xml.SubElement(case, "skipped", message=one_line(said))
        return case
    if finding.baselined:
        Xml.SubElement(case, "skipped", message="the baseline records it")
        return case
    failure = Xml.SubElement(case, "failure", type=finding.severity.value, message=one_line(finding.message))
    source = "" if finding.source is None else f" From {finding.source}."
    failure.text = one_line(f"{place or finding.directory}: {finding.message}. {finding.fix}{source}")
    return case


def _unchecked(each: Unchecked) -> Xml.Element:
    case = _case("unchecked", each.directory)
    Xml.SubElement(case, "error", message=one_line(each.why))
    return case


def _case(rule: str, name: str) -> Xml.Element:
    return Xml.Element("testcase", classname=rule, name=one_line(name))
