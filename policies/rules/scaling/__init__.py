"""Rules on replicas and autoscalers."""
