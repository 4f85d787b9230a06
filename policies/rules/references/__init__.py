"""Rules on names that point at other objects: nothing points at nothing."""
