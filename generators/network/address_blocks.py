"""Addresses outside of the cluster, cut into blocks so that every CIDR of some policies is a run of whole blocks."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_network

_BITS = {4: 32, 6: 128}


@dataclass(frozen=True, slots=True)
class AddressBlock:
    """Addresses `first` to `last` of IP version 4 or 6, which no policy tells apart."""

    version: int
    first: int
    last: int

    @property
    def text(self) -> str:
        """For a message: a CIDR, an address, or two with a hyphen."""
        size = self.last - self.first + 1
        if size & (size - 1) == 0 and self.first % size == 0:
            return f"{_address(self.version, self.first)}/{_BITS[self.version] - size.bit_length() + 1}"
        return f"{_address(self.version, self.first)}-{_address(self.version, self.last)}"


class AddressBlocks:
    """All addresses of both versions, cut at the ends of the CIDRs that are known beforehand."""

    def __init__(self, cidrs: Iterable[str]) -> None:
        cuts: dict[int, set[int]] = {4: {0}, 6: {0}}
        for version, first, end in (_range(cidr) for cidr in set(cidrs)):
            cuts[version] |= {first, end}
        self._starts = {version: sorted(found - {1 << _BITS[version]}) for version, found in cuts.items()}
        self._blocks: dict[int, list[AddressBlock]] = {}
        for version, starts in self._starts.items():
            ends = [*starts[1:], 1 << _BITS[version]]
            self._blocks[version] = [
                AddressBlock(version, first, end - 1) for first, end in zip(starts, ends, strict=True)
            ]

    @property
    def every(self) -> tuple[AddressBlock, ...]:
        """All blocks."""
        return (*self._blocks[4], *self._blocks[6])

    def within(self, cidr: str, excepted: Iterable[str] = ()) -> list[AddressBlock]:
        """The blocks of a CIDR without those of the excepted CIDRs; each must have been known beforehand."""
        version, first, end = _range(cidr)
        starts = self._starts[version]
        found = self._blocks[version][bisect_left(starts, first) : bisect_left(starts, end)]
        holes = [(low, high) for other, low, high in map(_range, excepted) if other == version]
        return [block for block in found if not any(low <= block.first < high for low, high in holes)]


def _range(cidr: str) -> tuple[int, int, int]:
    network = ip_network(cidr, strict=False)
    first = int(network.network_address)
    return network.version, first, first + network.num_addresses


def _address(version: int, number: int) -> str:
    return str(IPv4Address(number) if version == 4 else IPv6Address(number))
