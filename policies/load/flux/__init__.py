"""What each Flux Kustomization of a repository builds, as kustomize-controller builds it."""
