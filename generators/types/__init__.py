"""What each type of component becomes: one file a type, and one for each thing that several types share."""
