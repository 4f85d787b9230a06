"""Rules on requests and limits."""
