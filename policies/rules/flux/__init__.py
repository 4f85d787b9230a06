"""Rules on Flux Kustomizations and what they build."""
