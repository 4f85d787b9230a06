"""There is nothing to judge: an answer of its own, because a commit before the first manifest is no fault."""

from manifests.errors import UserError


class NothingToJudgeError(UserError):
    """No object at all, or none that belongs to the environment asked for."""
