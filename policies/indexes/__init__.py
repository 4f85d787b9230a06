"""What a few rules look up in all objects, one index a file; `World.index` builds each once."""
