"""Where the inputs of sync lie, relative to the root of the repository."""

PLATFORM_FILE = "platform.yaml"
COMPONENTS_FOLDER = "components"
"""Holds the files that platform.yaml includes."""

INPUT_FILES = (PLATFORM_FILE, "policies.yaml")
INPUT_FOLDERS = ("images/pins", "extras", COMPONENTS_FOLDER)
INPUTS = (*INPUT_FILES, *INPUT_FOLDERS)
"""The files and folders that hold all that sync reads but its own output."""
