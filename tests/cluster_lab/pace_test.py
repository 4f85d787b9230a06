"""Quick time: a twentieth of each window and period, nothing else."""

from generators.arithmetic.autoscaling import plan
from generators.arithmetic.scaling_goal import Goal
from tests.cluster.scaling.pace import faster, memory

MODEL = plan(Goal("gpu", None, 80, 30), (1, 35)).behavior


def test_the_generated_behaviour_a_twentieth_as_long() -> None:
    assert faster(MODEL) == {
        "scaleUp": {
            "stabilizationWindowSeconds": 0,
            "selectPolicy": "Min",
            "policies": [
                {"type": "Percent", "value": 100, "periodSeconds": 3},
                {"type": "Percent", "value": 100, "periodSeconds": 1},
            ],
            "tolerance": "1.0",
        },
        "scaleDown": {
            "stabilizationWindowSeconds": 15,
            "selectPolicy": "Max",
            "policies": [{"type": "Percent", "value": 50, "periodSeconds": 3}],
            "tolerance": "0.25",
        },
    }


def test_a_controller_remembers_as_long_as_the_longest_window_or_period() -> None:
    assert (memory(MODEL), memory(faster(MODEL))) == (300, 15)
