"""The platform: the whole of platform.yaml, parsed once into frozen values.

A leaf that a person may write is `Sourced`: the value and the JSON pointer into platform.yaml that said it, so that a
rendered field can be traced back (law 5). The parser is the only maker of these values.
"""

from generators.platform.values.cluster import Cluster, Gateway, KubernetesVersion
from generators.platform.values.component import Component
from generators.platform.values.platform import Environment, Platform
from generators.platform.values.said import (
    Amounts,
    DatabaseUse,
    Egress,
    External,
    File,
    Model,
    Port,
    Probe,
    Probes,
    Resources,
    Route,
    Scale,
    SecretReference,
    Setting,
    Singleton,
    Volume,
)
from generators.platform.values.sourced import Sourced

__all__ = [
    "Amounts",
    "Cluster",
    "Component",
    "DatabaseUse",
    "Egress",
    "Environment",
    "External",
    "File",
    "Gateway",
    "KubernetesVersion",
    "Model",
    "Platform",
    "Port",
    "Probe",
    "Probes",
    "Resources",
    "Route",
    "Scale",
    "SecretReference",
    "Setting",
    "Singleton",
    "Sourced",
    "Volume",
]
