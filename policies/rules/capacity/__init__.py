"""Arithmetic at maximum scale."""
