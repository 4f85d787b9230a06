"""After a proven sync: its inputs and outputs as one commit, pushed where it was told."""
