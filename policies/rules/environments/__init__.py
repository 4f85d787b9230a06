"""Rules that compare environments with each other."""
