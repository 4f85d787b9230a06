"""Every rule, in the order in which they are shown. A test compares this list with the folder."""

from policies.rule import Rule

RULES: tuple[Rule, ...] = ()
