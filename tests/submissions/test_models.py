"""Public ids are the same wherever they are written."""

from signon.kernel.files.tabular import defused
from signon.submissions.models import new_public_id


def test_a_spreadsheet_never_takes_a_public_id_for_a_formula() -> None:
    ids = [new_public_id() for _ in range(2000)]

    assert [defused(found) for found in ids] == ids
    assert len(set(ids)) == len(ids)


def test_a_public_id_begins_and_ends_with_a_letter_or_digit() -> None:
    ids = [new_public_id() for _ in range(2000)]

    assert all((one[0] + one[-1]).isalnum() for one in ids)
    assert {len(one) for one in ids} == {12}
