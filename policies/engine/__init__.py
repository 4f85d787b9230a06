"""Objects and configuration -> a report. Pure: no file, no clock, no output."""

from policies.engine.judging import judge

__all__ = ["judge"]
