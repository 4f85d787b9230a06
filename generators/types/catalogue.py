"""All types, in the order in which documentation lists them. A new type is one file and one line here."""

from __future__ import annotations

from generators.platform.component_type import ComponentType
from generators.types.api import API
from generators.types.model_server import MODEL_SERVER
from generators.types.postgres import POSTGRES
from generators.types.redis import REDIS
from generators.types.web import WEB

TYPES: tuple[ComponentType, ...] = (WEB, API, MODEL_SERVER, POSTGRES, REDIS)
