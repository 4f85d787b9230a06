"""Any Kubernetes repository -> findings."""
