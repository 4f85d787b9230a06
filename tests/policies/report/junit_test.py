"""JUnit XML: which case passes, fails, is skipped, or could not run."""

from dataclasses import replace
from xml.etree import ElementTree as Xml

from policies.finding import Report
from policies.report.junit import render_junit


def test_the_suites_of_a_report(report: Report) -> None:
    assert render_junit(report) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="roadstead check" tests="6" failures="2" errors="1" skipped="1">\n'
        '  <testsuite name="gpu/whole-number" tests="3" failures="1" errors="0" skipped="1">\n'
        '    <testcase classname="gpu/whole-number" name="3 objects passed" />\n'
        '    <testcase classname="gpu/whole-number" name="prod: shop-prod/Deployment/model/serving" '
        'file="overlays/prod/a model/kustomization.yaml" line="14">\n'
        '      <failure type="error" message="nvidia.com/gpu is 0.5, not a whole number">'
        "overlays/prod/a model/kustomization.yaml:14:9: nvidia.com/gpu is 0.5, not a whole number. "
        "Ask for a whole number. From platform.yaml:31:5.</failure>\n"
        "    </testcase>\n"
        '    <testcase classname="gpu/whole-number" name="prod: shop-prod/Deployment/model/serving" '
        'file="overlays/prod/a model/kustomization.yaml" line="14">\n'
        '      <skipped message="waived until 2027-06-30 by data-team: see RUN-12" />\n'
        "    </testcase>\n"
        "  </testsuite>\n"
        '  <testsuite name="scaling/replica-minimum" tests="2" failures="1" errors="0" skipped="0">\n'
        '    <testcase classname="scaling/replica-minimum" name="1 object passed" />\n'
        '    <testcase classname="scaling/replica-minimum" name="Deployment/model">\n'
        '      <failure type="warning" message="replicas is 1, 50% of 2: too | few">'
        "overlays/prod/model: replicas is 1, 50% of 2: too | few. Write 2.</failure>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        '  <testsuite name="unchecked" tests="1" failures="0" errors="1" skipped="0">\n'
        '    <testcase classname="unchecked" name="overlays/dev/model">\n'
        '      <error message="does not build: no" />\n'
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


def test_a_rule_that_could_not_judge_is_skipped_with_what_it_lacks(report: Report) -> None:
    [gap] = report.not_evaluated
    lacking = replace(report, findings=(), unchecked=(), not_evaluated=(replace(gap, rule="gpu/whole-number"),))
    [case] = Xml.fromstring(render_junit(lacking)).findall(".//testcase[skipped]")
    assert case.get("name") == "prod: Deployment/a, Deployment/b"
    assert [skipped.get("message") for skipped in case] == ["not evaluated: no fact gpus"]


def test_text_that_no_xml_may_hold_is_escaped(report: Report) -> None:
    hostile = replace(report.findings[0], message="a\x00b\x1b</failure>\ud800")
    [failure] = Xml.fromstring(render_junit(replace(report, findings=(hostile,)))).findall(".//failure")
    assert failure.get("message") == "a\\x00b\\x1b</failure>\\ud800"
