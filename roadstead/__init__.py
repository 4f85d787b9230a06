"""The one console script, and what needs both the generator and the checker."""
