"""Rules on who reaches whom."""
