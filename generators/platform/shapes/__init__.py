"""Shapes of single values: texts, numbers, quantities, names, addresses."""
