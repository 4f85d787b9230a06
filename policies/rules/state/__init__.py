"""Rules on what holds data, or is alone."""
