"""The tree -> the disk: what is ours, what is a person's, and files that are whole at every instant."""
