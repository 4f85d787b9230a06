"""All types, in the order in which documentation lists them. A new type is one file and one line here."""

from __future__ import annotations

from generators.platform.component_type import ComponentType
from generators.types.api import API
from generators.types.cron import CRON
from generators.types.model_server import MODEL_SERVER
from generators.types.postgres import POSTGRES
from generators.types.redis import REDIS
from generators.types.service import SERVICE
from generators.types.web import WEB
from generators.types.worker import WORKER

TYPES: tuple[ComponentType, ...] = (WEB, API, SERVICE, WORKER, CRON, MODEL_SERVER, POSTGRES, REDIS)
