"""Which of the places on a field's way set it, as far as it is plain from what they say."""

from collections.abc import Sequence
from dataclasses import dataclass

from policies.provenance.images import is_image_field
from policies.provenance.rendered import Rendered
from policies.provenance.step import Step, Strength, last_setter
from policies.provenance.subject import Subject
from policies.workload.image import parse_image

_OF_SEVERAL = (("metadata", "name"), ("metadata", "namespace"))
"""Fields that are made of several entries, or that the object is known by: what runs last is blamed."""


@dataclass(frozen=True, slots=True)
class Decision:
    """The step to blame, None where there is none. `doubtful` are those that only a build tells apart."""

    step: Step | None
    doubtful: tuple[Step, ...] = ()


def decide(steps: Sequence[Step], rendered: Rendered | None, subject: Subject, *, by_name: bool = False) -> Decision:
    """What is plain without a build. `rendered` is None where nobody knows what was rendered.

    A rendered value comes from a place that says this value, so one such place alone settles it.
    """
    if rendered is None:
        return Decision(last_setter(steps))
    if not rendered.present:
        return _of_missing(steps)
    kept = [step for step in steps if not step.removes]
    last = last_setter(kept) or last_setter(steps)
    candidates = [step for step in kept if step.strength in (Strength.SETS, Strength.MAYBE)]
    if not rendered.is_scalar or subject.tokens in _OF_SEVERAL or by_name:
        return Decision(last)
    could = [step for step in candidates if _could_say(step, rendered, subject)]
    if not could or (len(could) == 1 and len(candidates) == 1):
        return Decision(last, tuple(candidates) if len(candidates) > 1 else ())
    if len(could) == 1 and could[0].strength is Strength.SETS:
        return Decision(could[0])
    return Decision(last_setter(could) or last, tuple(candidates))


def _of_missing(steps: Sequence[Step]) -> Decision:
    last = last_setter(steps)
    removing = [step for step in steps if step.removes or step.strength is Strength.MAYBE]
    was_there = any(step.strength is Strength.SETS and not step.removes for step in steps)
    if last is None or not was_there or (last.removes and len(removing) == 1):
        return Decision(last)
    sure = [step for step in removing if step.removes and step.strength is Strength.SETS]
    return Decision(sure[-1] if sure else last, tuple(removing))


def _could_say(step: Step, rendered: Rendered, subject: Subject) -> bool:
    """Whether the value may come from this step: it says the same, or what it says is not known."""
    if step.spot is None:
        return True
    value = step.spot.node.value
    text = str(value).removeprefix(step.spot.prefix)
    if "$" in text:
        return True
    if is_image_field(subject.tokens):
        image = parse_image(str(rendered.value))
        if step.role.startswith("images"):
            return text in (image.tag, image.digest) or str(rendered.value).endswith(text)
        written = parse_image(text)
        return (written.tag, written.digest) == (image.tag, image.digest)
    if step.role.startswith(("labels", "annotations", "generator")) or step.spot.prefix:
        return text == str(rendered.value)
    return bool(value == rendered.value) or text == str(rendered.value)
