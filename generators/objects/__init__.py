"""One builder a Kubernetes object, and one file for each piece that several of them share. All are pure."""
