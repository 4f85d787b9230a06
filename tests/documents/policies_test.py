"""The policies.yaml that README shows is one that the checker reads."""

import re
from pathlib import Path

import pytest

from policies.configuration.read import read_configuration

README = Path(__file__).parents[2] / "README.md"
SHOWN = re.findall(r"^```yaml\n(profile:.*?)^```$", README.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("text", SHOWN)
def test_a_policies_file_in_the_readme_has_no_mistake(text: str) -> None:
    configuration = read_configuration(text, "policies.yaml")
    assert (len(configuration.rules), len(configuration.environments), len(configuration.waivers)) == (2, 1, 1)


def test_the_readme_shows_one() -> None:
    assert len(SHOWN) == 1
