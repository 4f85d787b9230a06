"""All keys of components, in the order in which documentation lists them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from generators.platform.component_type import ComponentType
from generators.platform.keys.database import DATABASE_NAME, DATABASE_USE, INSTANCES, MAX_CONNECTIONS, OWNER, STORAGE
from generators.platform.keys.model import MODEL
from generators.platform.keys.network import EGRESS, NEEDS, ROUTES
from generators.platform.keys.placement import ANNOTATIONS, NODE_SELECTOR, SERVICE_ACCOUNT
from generators.platform.keys.ports import PORT, PORTS
from generators.platform.keys.probes import PROBES
from generators.platform.keys.program import ARGS, COMMAND, IMAGE, IMAGE_PULL_SECRETS, RUN_AS, STOPS_WITHIN
from generators.platform.keys.renamed import WAS
from generators.platform.keys.resources import GPU, RESOURCES
from generators.platform.keys.scale import ALONE, REPLICAS, SCALE
from generators.platform.keys.schedule import CONCURRENCY, DEADLINE, SCHEDULE, TIMEZONE
from generators.platform.keys.settings import CONFIG, ENV, SECRETS
from generators.platform.keys.singleton import SINGLETON
from generators.platform.keys.storage import FILES, VOLUMES
from generators.platform.keys.version import VERSION
from generators.platform.shape import Key

COMPONENT_KEYS: Final[tuple[Key[Any], ...]] = (
    WAS, IMAGE, VERSION, COMMAND, ARGS, PORT, PORTS, PROBES, STOPS_WITHIN, RUN_AS, IMAGE_PULL_SECRETS,
    RESOURCES, GPU, SCALE, REPLICAS, ALONE, SINGLETON,
    SCHEDULE, TIMEZONE, CONCURRENCY, DEADLINE,
    ENV, CONFIG, SECRETS, FILES, VOLUMES,
    NEEDS, ROUTES, EGRESS,
    ANNOTATIONS, NODE_SELECTOR, SERVICE_ACCOUNT,
    MODEL, DATABASE_USE, OWNER, STORAGE, INSTANCES, MAX_CONNECTIONS,
)  # fmt: skip
"""`database` stands here as most types mean it; OF_ONE_TYPE says which type means something else by a name."""

OF_ONE_TYPE: Final[Mapping[str, tuple[Key[Any], ...]]] = {"postgres": (DATABASE_NAME,)}


@lru_cache(maxsize=64)
def keys_of(component_type: ComponentType) -> tuple[Key[Any], ...]:
    """The keys that components of the type take, beside `type`."""
    own = {key.name: key for key in OF_ONE_TYPE.get(component_type.name, ())}
    return tuple(own.get(key.name, key) for key in COMPONENT_KEYS if key.name in component_type.keys)
