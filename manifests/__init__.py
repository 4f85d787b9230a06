"""What both pipelines stand on: YAML with positions, quantities, real kustomize, schemas."""
