"""The comment on a pull request."""

from dataclasses import replace

from policies.finding import Report
from policies.report.markdown import MOST_ROWS, render_markdown


def test_the_comment_of_a_report(report: Report) -> None:
    assert render_markdown(report) == (
        "### roadstead check\n"
        "\n"
        "1 error, 1 warning, 1 waived, 1 not evaluated, 1 could not be checked, 17 objects, 2 rules\n"
        "\n"
        "- could not check **overlays/dev/model**: does not build: no\n"
        "\n"
        "| Place | Severity | Object | Finding | Rule |\n"
        "| --- | --- | --- | --- | --- |\n"
        "| overlays/prod/model | warning | Deployment/model | replicas is 1, 50% of 2: too \\| few. Write 2. | "
        "scaling/replica-minimum |\n"
        "| platform.yaml:31:5 | error | prod: shop-prod/Deployment/model/serving | nvidia.com/gpu is 0.5, not a whole "
        "number. Ask for a whole number. | gpu/whole-number |\n"
        "\n"
        "<details><summary>Waived: 1</summary>\n"
        "\n"
        "| Place | Object | Finding | Rule | Until | Owner | Reason |\n"
        "| --- | --- | --- | --- | --- | --- | --- |\n"
        "| overlays/prod/a model/kustomization.yaml:14:9 | prod: shop-prod/Deployment/model/serving | nvidia.com/gpu "
        "is 0.5, not a whole number | gpu/whole-number | 2027-06-30 | data-team | see RUN-12 |\n"
        "\n"
        "</details>\n"
        "\n"
        "<details><summary>Not evaluated: 1</summary>\n"
        "\n"
        "| Rule | Environment | Objects | What is missing |\n"
        "| --- | --- | --- | --- |\n"
        "| capacity/pool | prod | Deployment/a, Deployment/b | no fact gpus |\n"
        "\n"
        "</details>\n"
    )


def test_nothing_found_is_one_line(report: Report) -> None:
    clean = replace(report, findings=(), unchecked=(), not_evaluated=())
    assert render_markdown(clean) == "### roadstead check\n\nno findings, 0 waived, 17 objects, 2 rules\n"


def test_a_comment_stays_below_what_a_code_host_takes(report: Report) -> None:
    many = tuple(replace(report.findings[0], message=f"fault {number}") for number in range(MOST_ROWS + 3))
    text = render_markdown(replace(report, findings=many))
    assert text.count("| gpu/whole-number |") == MOST_ROWS
    assert "\n\nand 3 more\n" in text
    assert len(text) < 65_536


def test_what_it_is_given_never_becomes_markup(report: Report) -> None:
    hostile = replace(report.findings[0], message="<script>|`x`\n# head")
    assert "\\<script\\>\\|\\`x\\`\\\\n\\# head. Ask" in render_markdown(replace(report, findings=(hostile,)))
