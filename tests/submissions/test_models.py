"""Public ids are the same wherever they are written."""

from signon.kernel.tabular import defused
from signon.submissions.models import new_public_id


def test_a_spreadsheet_never_takes_a_public_id_for_a_formula() -> None:
    ids = [new_public_id() for _ in range(2000)]

    assert [defused(found) for found in ids] == ids
    assert len(set(ids)) == len(ids)
