"""What must hold between keys: one check a file, each over the base and over every environment."""
