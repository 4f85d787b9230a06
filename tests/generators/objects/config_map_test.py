"""ConfigMaps with fixed names, and the checksum that starts a rollout in their stead."""

from __future__ import annotations

from generators.objects.config_map import checksum, config_map
from generators.objects.labels import Labels
from generators.platform.values import Sourced

LABELS = Labels("model", "model-server", "ai-train")


def test_the_checksum_follows_the_data_and_nothing_else() -> None:
    one = config_map("model-config", LABELS, {"A": "1", "B": "2"})
    same = config_map("another", LABELS, {"B": Sourced("2", "/b"), "A": Sourced("1", "/a")})
    other = config_map("model-config", LABELS, {"A": "1", "B": "3"})
    assert checksum(one) == checksum(same) != checksum(other)


def test_the_checksum_is_the_same_on_every_machine() -> None:
    assert checksum(config_map("model-config", LABELS, {"A": "1"})) == "d59ee4918f13628d"
