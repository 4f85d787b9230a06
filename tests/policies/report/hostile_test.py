"""Whatever names and messages hold, each form stays what it is: lines, JSON, XML."""

import json
from datetime import date
from xml.etree import ElementTree as Xml

import pytest
from hypothesis import given
from hypothesis import strategies as st

from manifests.identity import Identity
from policies.finding import Counts, Finding, Link, Location, NotEvaluated, Report, Unchecked, WaiverNote
from policies.report.formats import FORMATS, Run, render
from policies.rule import Severity
from policies.rules.catalogue import RULES

# Paths come from the file system, where a byte that is no UTF-8 is a lone surrogate.
HOSTILE = (
    *("", "\0", "\x1b[2J", "a\nb", "\r", "::error::x", "]]>", "<a&\"'>", "%0A", "|", "`", "\u2028"),
    *(
        "\u202e",
        "\ufffe",
        "\udcff",
        "../..",
        "${{ secrets }}",
        "@all",
        "[x](javascript:y)",
        "\U0001f600",
        "\x85",
        ",",
        ":",
        "%",
    ),
)
TEXTS = st.one_of(st.text(max_size=20), st.sampled_from(HOSTILE), st.just("x" * 2000))
PLACES = st.builds(Location, TEXTS, st.integers(1, 10**9), st.integers(1, 10**9))
FINDINGS = st.builds(
    Finding,
    rule=st.sampled_from([rule.id for rule in RULES]),
    severity=st.sampled_from(Severity),
    environment=st.none() | TEXTS,
    identity=st.builds(Identity, TEXTS, TEXTS, st.none() | TEXTS, TEXTS),
    container=st.none() | TEXTS,
    field=TEXTS,
    message=TEXTS,
    fix=TEXTS,
    directory=TEXTS,
    location=st.none() | PLACES,
    source=st.none() | PLACES,
    waiver=st.none() | st.builds(WaiverNote, TEXTS, TEXTS, st.just(date(2027, 1, 1))),
    chain=st.lists(st.builds(Link, PLACES, TEXTS), max_size=2).map(tuple),
    baselined=st.booleans(),
)
REPORTS = st.builds(
    Report,
    findings=st.lists(FINDINGS, max_size=4).map(tuple),
    removed=st.lists(FINDINGS, max_size=2).map(tuple),
    rules=st.dictionaries(st.sampled_from([rule.id for rule in RULES]), st.just(Counts(1, 1)), max_size=2),
    not_evaluated=st.lists(st.builds(NotEvaluated, TEXTS, st.none() | TEXTS, TEXTS, st.tuples(TEXTS)), max_size=2).map(
        tuple
    ),
    unchecked=st.lists(st.builds(Unchecked, TEXTS, TEXTS), max_size=2).map(tuple),
    profile=st.just("essential"),
    configuration=st.none() | TEXTS,
    against=st.none() | TEXTS,
)


def written(name: str, report: Report) -> str:
    """The form as it arrives: what no encoding has is escaped, as in files and on standard output."""
    return render(name, report, Run(1.0, verbose=True)).encode("utf-8", "backslashreplace").decode("utf-8")


@given(REPORTS)
def test_json_stays_json(report: Report) -> None:
    for name in ("json", "sarif", "gitlab"):
        json.loads(written(name, report))
    assert len(json.loads(written("json", report))["findings"]) == len(report.findings)


@given(REPORTS)
def test_xml_stays_xml(report: Report) -> None:
    found = Xml.fromstring(written("junit", report).encode("utf-8"))
    failures = [each for each in report.findings if each.waiver is None]
    assert len(found.findall(".//failure")) <= len(failures)


@given(REPORTS)
def test_an_annotation_stays_one_line(report: Report) -> None:
    lines = written("github", report).splitlines()
    assert len(lines) == len(report.open) + len(report.unchecked)
    assert all(line.startswith(("::error ", "::warning ", "::notice ")) for line in lines)


@given(REPORTS)
def test_a_text_has_no_character_that_drives_a_terminal(report: Report) -> None:
    for name in ("text", "markdown"):
        text = written(name, report)
        assert all(char.isprintable() for line in text.split("\n") for char in line)


@pytest.mark.parametrize("name", FORMATS)
@given(REPORTS)
def test_every_form_is_made_twice_alike(name: str, report: Report) -> None:
    assert written(name, report) == written(name, report)
