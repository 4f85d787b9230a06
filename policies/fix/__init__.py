"""The few fixes that are certain, made in the layer that is to blame and proven before a file is written."""
