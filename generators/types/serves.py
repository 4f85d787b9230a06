"""The ports each type listens on where a component says nothing of ports: (name, number), the first one is probed.

A type that is not here assumes none.
"""

from __future__ import annotations

from collections.abc import Mapping

SERVES: Mapping[str, tuple[tuple[str, int], ...]] = {
    "web": (("http", 8080),),
    "api": (("http", 8000),),
    "model-server": (("http", 8501), ("grpc", 8500)),
    "postgres": (("postgres", 5432),),
    "redis": (("redis", 6379),),
}
