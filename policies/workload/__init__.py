"""What runs pods, read once: rules never walk a pod template themselves."""
