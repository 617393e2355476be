"""Every sort of file yields what it says, record by record."""

from collections.abc import Callable

import pytest

from signon.imports.reading import read
from signon.imports.records import Wishes
from tests.imports.exports.by_hand import BY_HAND
from tests.imports.exports.files import File
from tests.imports.exports.google import GOOGLE
from tests.imports.exports.signed import found
from tests.imports.exports.tools import TOOLS

MADE = (*GOOGLE, *TOOLS, *BY_HAND)


@pytest.mark.parametrize("make", MADE, ids=lambda make: make.__name__)
def test_a_file_yields_what_it_says_record_by_record(make: Callable[[], File]) -> None:
    file = make()

    reading = read(file.data, "list", Wishes(mapping=file.mapping, time_zone="Europe/Brussels"))

    assert reading.ambiguous == ()
    got = {row.record: row for row in reading.rows}
    assert set(got) == set(file.rows)
    differ = {
        record: (found(got[record], wanted), wanted)
        for record, wanted in file.rows.items()
        if found(got[record], wanted) != wanted
    }
    assert differ == {}, reading.layout
