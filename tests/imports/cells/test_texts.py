"""Names and remarks as they are kept."""

import pytest

from signon.imports.cells import texts
from signon.kernel.text.names import TooLong


def test_a_name_stands_on_one_line_without_what_nobody_sees() -> None:
    assert texts.name(" Alpha\r\n  and\u200b Omega\x00 ", 300) == "Alpha and Omega"
    assert texts.name("\u200b", 300) == ""


def test_a_remark_keeps_its_lines_and_gaps() -> None:
    assert texts.remark("  one  two\r\n\r\n\r\nthree\u202e é ", 600) == "one  two\n\n\nthree é"


def test_nothing_is_cut_off() -> None:
    with pytest.raises(TooLong):
        texts.remark("x" * 601, 600)
    with pytest.raises(TooLong):
        texts.name("x" * 301, 300)
