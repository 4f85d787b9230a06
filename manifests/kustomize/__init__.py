"""Real kustomize: found, asked in batches, and its answers attributed to folders."""
