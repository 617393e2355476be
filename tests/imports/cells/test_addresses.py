"""Addresses as people type them."""

import pytest

from signon.imports.cells import addresses
from signon.imports.cells.addresses import Address


@pytest.mark.parametrize(
    "cell",
    ["mailto:a@b.org", "Jo Doe <a@b.org>", "a@b.org.", "<a@b.org>", "a @ b.org", "Email: a@b.org",
     "a@b.org?subject=x", '"a@b.org"', "a＠b.org"],
)  # fmt: skip
def test_what_is_around_an_address_is_taken_off_and_said(cell: str) -> None:
    assert addresses.read(cell) == Address("a@b.org", is_cleaned=True)


@pytest.mark.parametrize("cell", [" a@B.ORG ", "a@b.org\u200b", "a@b.org\n"])
def test_gaps_and_case_are_not_worth_a_word(cell: str) -> None:
    assert addresses.read(cell) == Address("a@b.org")


@pytest.mark.parametrize("cell", ["a@b.org; c@d.org", "a@b.org / c@d.org", "a@b.org and c@d.org",
                                  "A <a@b.org>, C <c@d.org>", "a@b.org\nc@d.org"])  # fmt: skip
def test_of_two_addresses_the_first_counts_and_the_other_is_named(cell: str) -> None:
    assert addresses.read(cell) == Address("a@b.org", is_cleaned=True, further=("c@d.org",))


@pytest.mark.parametrize(
    "cell",
    ["", "n/a", "@b.org", "info@exam ple.org", "a@b", "anonymous", "a@b..org", "a b@c.org",
     "x" * 2000 + "@b.org", f"{'x' * 65}@b.org", "a(at)b.org"],
)  # fmt: skip
def test_what_nobody_can_write_to_is_none(cell: str) -> None:
    assert addresses.read(cell).email == ""
