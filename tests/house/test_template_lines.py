"""A line of a template has at most 140 characters, except where it is not broken yet."""

from pathlib import Path

from tests.house.source import ROOT

LONGEST = 140

TOO_LONG = {
    "endorsements/endorse.html": 13,
    "endorsements/look_into_your_mailbox.html": 3,
    "space/ask.html": 1,
    "space/asked.html": 1,
    "space/capacity.html": 1,
    "space/correct.html": 1,
    "space/erase.html": 1,
    "space/hand_over.html": 1,
    "space/join.html": 1,
    "space/offer.html": 2,
    "space/second.html": 1,
    "space/_signed.html": 12,
    "space/silence.html": 1,
}
"""How many lines of a template are longer. A number is lowered when a line is broken, never raised;
a file that has none left leaves."""


def test_no_template_has_more_long_lines_than_are_known() -> None:
    more = {name: number for name, number in _found().items() if number > TOO_LONG.get(name, 0)}

    assert more == {}


def test_the_known_numbers_of_long_lines_shrink_with_the_lines() -> None:
    found = _found()

    fewer = {
        name: found.get(name, 0) for name, known in TOO_LONG.items() if found.get(name, 0) < known
    }

    assert fewer == {}, "lower the numbers in TOO_LONG"


def test_a_line_is_measured_in_characters(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("\n".join(("é" * LONGEST, "é" * (LONGEST + 1))), encoding="utf-8")

    assert _long_lines(page) == 1


def _found() -> dict[str, int]:
    folder = ROOT / "templates"
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    numbers = {path.relative_to(folder).as_posix(): _long_lines(path) for path in files}
    return {name: number for name, number in numbers.items() if number}


def _long_lines(path: Path) -> int:
    return sum(len(line) > LONGEST for line in path.read_text(encoding="utf-8").splitlines())
