"""policies.yaml -> frozen values."""

from policies.configuration.read import load_configuration, read_configuration
from policies.configuration.values import Configuration

__all__ = ["Configuration", "load_configuration", "read_configuration"]
