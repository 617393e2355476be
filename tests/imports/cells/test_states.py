"""Whether a row counts no longer."""

import pytest

from signon.imports.cells import states


@pytest.mark.parametrize(
    "cell", ["Withdrawn", "withdrew on 3 May", "retiré", "a retiré", "zurückgezogen", "منسحب",
             "Retirada", "WITHDRAWN - see mail"],
)  # fmt: skip
def test_a_signature_that_was_taken_back_is_known(cell: str) -> None:
    assert states.is_withdrawn(cell)


@pytest.mark.parametrize(
    "cell", ["", "not withdrawn", "confirmed", "We were never asked whether it was withdrawn",
             "Retired workers", "removed " * 20],
)  # fmt: skip
def test_other_words_take_nothing_back(cell: str) -> None:
    assert not states.is_withdrawn(cell)


def test_it_may_stand_behind_a_name() -> None:
    assert states.marked_withdrawn("Alpha Network (withdrawn)") == "(withdrawn)"
    assert states.marked_withdrawn("Alpha – retiré") == "– retiré"
    assert states.marked_withdrawn("Alpha (SOAT)") == ""
