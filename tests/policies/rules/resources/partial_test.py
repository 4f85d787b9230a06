"""Where only some paths of a repository were read, a LimitRange may stand in the rest."""

import pytest
import yaml

from policies.objects import Object
from policies.rule import Outcome, Rule
from policies.rules.resources import cpu_request, memory_limit, memory_request
from policies.world import World

POD = "{apiVersion: v1, kind: Pod, metadata: {name: p}, spec: {containers: [{name: c}]}}"


@pytest.mark.parametrize("rule", [cpu_request.RULE, memory_request.RULE, memory_limit.RULE], ids=lambda rule: rule.id)
def test_what_may_be_given_elsewhere_is_not_missed(rule: Rule) -> None:
    world = World((Object(yaml.safe_load(POD)),), partial=True)
    (counted,) = rule.judge(world, {**rule.defaults, "limit_range_counts": True})
    assert counted.outcome is Outcome.NOT_EVALUATED
    assert counted.why_not == "of namespace default only a part was read, and a LimitRange may stand in the rest"
    (alone,) = rule.judge(world, {**rule.defaults, "limit_range_counts": False})
    assert alone.outcome is Outcome.FAIL
