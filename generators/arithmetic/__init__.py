"""Arithmetic that the objects rest on: autoscaling, rollouts, quotas, memory. It knows nothing of the platform."""
