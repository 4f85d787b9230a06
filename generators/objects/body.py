"""The shape of every builder's result."""

from __future__ import annotations

from typing import Any

Body = dict[str, Any]
"""A Kubernetes object, or a piece of one, in Kubernetes' field order. Leaves that a person wrote are `Sourced`."""
