"""Rules on how Kubernetes asks a program whether it runs."""
