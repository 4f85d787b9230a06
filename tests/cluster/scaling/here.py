"""What scales in the repository and environment of this run, known before its lab is up: tests are named after it."""

import os
from pathlib import Path

from generators.repository import read_repository
from tests.cluster.scaling.scaled import Scaled, scaled_components

ROOT = Path(__file__).parents[3]


def scaled_here() -> tuple[Scaled, ...]:
    """Of ENVIRONMENT (prod) in REPOSITORY (this one); nothing where there is no such environment."""
    platform = read_repository(Path(os.environ.get("REPOSITORY") or ROOT)).platform
    name = os.environ.get("ENVIRONMENT") or "prod"
    return next((scaled_components(platform, each) for each in platform.environments if each.name == name), ())
