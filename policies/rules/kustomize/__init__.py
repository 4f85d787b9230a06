"""Rules on kustomization files."""
