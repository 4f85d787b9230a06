"""Memory settings that follow from the container's limit."""

from fractions import Fraction

import pytest

from generators.arithmetic.memory import GIB, MIB, postgres_shared_buffers, redis_maxmemory, wal_storage


@pytest.mark.parametrize(("mebibytes", "expected"), [(512, "384mb"), (100, "75mb"), (8, "6mb"), (4096, "3072mb")])
def test_redis_keeps_three_quarters(mebibytes: int, expected: str) -> None:
    assert redis_maxmemory(Fraction(mebibytes * MIB)) == expected


@pytest.mark.parametrize(("mebibytes", "expected"), [(4096, "1GB"), (512, "128MB"), (6144, "1536MB")])
def test_postgres_shares_a_quarter(mebibytes: int, expected: str) -> None:
    assert postgres_shared_buffers(Fraction(mebibytes * MIB)) == expected


@pytest.mark.parametrize(("gibibytes", "expected"), [(50, "10Gi"), (5, "1Gi"), (1, "1Gi"), (6, "2Gi"), (500, "10Gi")])
def test_the_log_gets_a_fifth(gibibytes: int, expected: str) -> None:
    assert wal_storage(Fraction(gibibytes * GIB)) == expected


def test_too_little_memory_is_said() -> None:
    with pytest.raises(ValueError, match="at least 8Mi"):
        postgres_shared_buffers(Fraction(MIB))
