"""Findings that were there before the rules were: recorded as counts that may only go down."""
