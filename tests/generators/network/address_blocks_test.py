"""Blocks of addresses against the standard library's networks."""

from ipaddress import ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generators.network.address_blocks import AddressBlock, AddressBlocks

CIDRS = st.one_of(
    st.builds(lambda third, bits: f"10.0.{third}.0/{bits}", st.integers(0, 7), st.integers(16, 32)),
    st.builds(lambda third, bits: f"2001:db8:{third:x}::/{bits}", st.integers(0, 7), st.integers(32, 128)),
    st.sampled_from(("0.0.0.0/0", "::/0", "255.255.255.255/32")),
)
PROBES = st.one_of(
    st.builds(lambda third, last: f"10.0.{third}.{last}", st.integers(0, 8), st.sampled_from((0, 1, 255))),
    st.builds(lambda third: f"2001:db8:{third:x}::", st.integers(0, 8)),
    st.sampled_from(("0.0.0.0", "255.255.255.255", "9.255.255.255", "::", "ffff::")),
)


@given(CIDRS, st.lists(CIDRS, max_size=3), st.lists(CIDRS, max_size=3), PROBES)
def test_a_cidr_without_others_holds_the_addresses_that_it_should(
    cidr: str, excepted: list[str], others: list[str], probe: str
) -> None:
    blocks = AddressBlocks([cidr, *excepted, *others])
    address = ip_address(probe)
    inside = [block for block in blocks.within(cidr, excepted) if holds(block, probe)]
    expected = address in ip_network(cidr, strict=False) and not any(
        address in ip_network(each, strict=False) for each in excepted
    )
    assert len(inside) == expected
    assert sum(holds(block, probe) for block in blocks.every) == 1


def holds(block: AddressBlock, probe: str) -> bool:
    address = ip_address(probe)
    return block.version == address.version and block.first <= int(address) <= block.last


@pytest.mark.parametrize(
    ("cidrs", "texts"),
    [
        ([], ["0.0.0.0/0", "::/0"]),
        (["128.0.0.0/1"], ["0.0.0.0/1", "128.0.0.0/1", "::/0"]),
        (["0.0.0.1/32"], ["0.0.0.0/32", "0.0.0.1/32", "0.0.0.2-255.255.255.255", "::/0"]),
    ],
)
def test_how_blocks_are_told(cidrs: list[str], texts: list[str]) -> None:
    assert [block.text for block in AddressBlocks(cidrs).every] == texts
