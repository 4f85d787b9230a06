"""platform.yaml -> the Git repository that Flux watches."""
