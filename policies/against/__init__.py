"""What a change adds and takes away: the same check on both sides of it, and the difference."""
