"""Any Kubernetes repository -> findings.

from policies import judge
report = judge("apiVersion: apps/v1\\nkind: Deployment\\n...", rules={"images/tag-pinned": {}})
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policies.api import judge as judge

__all__ = ["judge"]


def __getattr__(name: str) -> Any:
    # The rules and a YAML parser are imported when `judge` is first asked for: every command of this package imports
    # this module, and `--help` shall not pay for them.
    if name == "judge":
        from policies.api import judge  # noqa: PLC0415

        return judge
    raise AttributeError(f"module 'policies' has no attribute {name!r}")
