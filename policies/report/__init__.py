"""A report as text for people and as JSON for programs."""

from policies.report.json import render_json
from policies.report.text import render_text

__all__ = ["render_json", "render_text"]
