"""Rules on YAML itself, and on the schema of objects."""
