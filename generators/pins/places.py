"""Where pins lie, and the commands that write them."""

from __future__ import annotations

FOLDER = "images/pins"


def pin_file(environment: str, component: str) -> str:
    """The file that pins a component's images in an environment, relative to the root."""
    return f"{FOLDER}/{environment}/{component}/kustomization.yaml"


def pin_command(environment: str, image: str) -> str:
    """What to type to pin an image."""
    return f"roadstead pin {environment} {image} TAG[@DIGEST]"


def unpin_command(environment: str, image: str) -> str:
    """What to type to remove a pin."""
    return f"roadstead unpin {environment} {image}"
