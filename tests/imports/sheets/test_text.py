"""CSV and its kin."""

import pytest

from signon.imports.records import Unreadable
from signon.imports.sheets import text
from signon.imports.sheets.grid import Line

NAMES = [["Organisation", "Pays"], ["Médecins d’Ici", "Côte d'Ivoire"], ["Œuvre Ça", "Bénin"]]


def lines_of(data: bytes) -> list[Line]:
    return list(text.read(data).sheet("").lines)


def cells_of(data: bytes) -> list[tuple[str, ...]]:
    return [line.cells for line in lines_of(data)]


def written(delimiter: str = ",", ends: str = "\r\n") -> str:
    return "".join(delimiter.join(row) + ends for row in NAMES)


@pytest.mark.parametrize(
    ("encoding", "said"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
        ("mac_roman", "mac_roman"),
    ],
)
def test_a_text_is_read_in_whichever_encoding(encoding: str, said: str) -> None:
    book = text.read(written().encode(encoding))

    assert book.encoding == said
    assert [line.cells for line in book.sheet("").lines] == [tuple(row) for row in NAMES]


@pytest.mark.parametrize(
    ("encoding", "words"),
    [
        ("cp1256", "منظمة السلام,البلد\r\nجمعية الأمل,تونس\r\n"),
        ("cp1251", "Организация,Страна\r\nНадежда,Россия\r\n"),
        ("cp1253", "Οργάνωση,Χώρα\r\nΕλπίδα,Ελλάδα\r\n"),
        ("cp1250", "Organizacja,Kraj\r\nŚwiatło dla łodzi,Węgry\r\n"),
        ("utf-16-le", "منظمة السلام,البلد\r\nجمعية الأمل,تونس\r\n"),
    ],
)
def test_other_scripts_are_told_apart(encoding: str, words: str) -> None:
    assert text.read(words.encode(encoding)).encoding == encoding


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("ends", ["\r\n", "\n", "\r"])
def test_cells_are_told_apart_by_the_sign_that_does(delimiter: str, ends: str) -> None:
    book = text.read(written(delimiter, ends).encode())

    assert book.delimiter == delimiter
    assert [line.cells for line in book.sheet("").lines] == [tuple(row) for row in NAMES]


def test_a_line_that_names_the_separator_is_no_record() -> None:
    data = b"sep=;\r\nOrganisation;Note\r\nAlpha;a,b,c\r\nBeta;d,e,f\r\n"

    assert [(line.record, line.cells[0]) for line in lines_of(data)] == [
        (1, "Organisation"),
        (2, "Alpha"),
        (3, "Beta"),
    ]


def test_commas_in_names_do_not_outweigh_the_semicolons_between_cells() -> None:
    data = b"A;B\nOne, two, three;x\nFour, five, six;y\nSeven, eight, nine;z\n"

    assert text.read(data).delimiter == ";"


def test_a_cell_runs_over_several_lines_and_doubles_its_quotes() -> None:
    data = b'A,B\r\n"Alpha\r\nand ""Omega""",1\r\nBeta,2\r\n'

    assert cells_of(data)[1:] == [('Alpha\r\nand "Omega"', "1"), ("Beta", "2")]
    assert lines_of(data)[2].record == 3


def test_empty_lines_are_counted_and_left_out() -> None:
    assert [line.record for line in lines_of(b"A,B\n\n,,\nx,y\n\n")] == [1, 4]


def test_rows_may_be_uneven_and_hold_a_nul() -> None:
    assert cells_of(b"A,B\n\nx\ny,1,2,3\nz\x00,4\n") == [
        ("A", "B"), ("x",), ("y", "1", "2", "3"), ("z", "4")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b'A,B\n"Alpha,1\nBeta,2\n', "unclosed_quote"),
        (b"A,B\n" + b"x" * 200_000, "cell_too_long"),
        (b"A,B\n" + b"x," * 600 + b"y\n", "too_wide"),
        (b"A,B\n" + b"x,y\n" * 30_000, "too_many_rows"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_word_for_it(data: bytes, code: str) -> None:
    with pytest.raises(Unreadable) as refusal:
        lines_of(data)

    assert refusal.value.code == code


def test_a_wished_encoding_that_does_not_fit_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        text.read("é".encode("cp1252"), encoding="utf-8")

    assert refusal.value.code == "wrong_encoding"


def test_lines_that_were_quoted_as_a_whole_are_taken_apart() -> None:
    data = b'"A,B"\r\n"""Alpha, Beta"",1"\r\n"Gamma,2"\r\n'

    assert cells_of(data) == [("A", "B"), ("Alpha, Beta", "1"), ("Gamma", "2")]
    assert cells_of(b'"A, with B"\n"Gamma, Delta",2\n')[1] == ("Gamma, Delta", "2")
