"""What a server may do with the memory of its container. Amounts are bytes; texts are in the server's own units."""

from __future__ import annotations

from fractions import Fraction

MIB = 2**20
GIB = 2**30


def redis_maxmemory(limit_bytes: Fraction) -> str:
    """Redis' `maxmemory`: 75 % of the limit, in whole MiB, which Redis writes `mb`.

    The rest is for buffers of clients and copies on write, which do not count as `maxmemory` (redis.conf). ValueError
    under 8 MiB.
    """
    return f"{_mebibytes(limit_bytes * 3 / 4)}mb"


def postgres_shared_buffers(limit_bytes: Fraction) -> str:
    """PostgreSQL's `shared_buffers`: a quarter of the memory (PostgreSQL, "Resource Consumption"), in MB or whole GB.

    PostgreSQL's MB and GB are powers of 1024. ValueError under 8 MiB.
    """
    megabytes = _mebibytes(limit_bytes / 4)
    return f"{megabytes // 1024}GB" if megabytes % 1024 == 0 else f"{megabytes}MB"


def wal_storage(storage_bytes: Fraction) -> str:
    """The size of a volume for PostgreSQL's log: a fifth of the data's, 1Gi to 10Gi, in whole Gi.

    Ten gigabytes hold some hours of an archive that does not answer; a small database fills no more than itself.
    """
    gibibytes = -(-storage_bytes // (5 * GIB))
    return f"{min(10, max(1, int(gibibytes)))}Gi"


def _mebibytes(amount: Fraction) -> int:
    whole = int(amount // MIB)
    if whole < 2:
        raise ValueError(f"{int(amount)} bytes are too few for a server's memory: give the container at least 8Mi")
    return whole
