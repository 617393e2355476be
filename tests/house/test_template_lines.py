"""A line of a template has at most 140 characters."""

from pathlib import Path

from tests.house.source import ROOT

LONGEST = 140


def test_no_line_of_a_template_is_too_long() -> None:
    folder = ROOT / "templates"
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]

    found = [f"{path.relative_to(folder)}:{line}" for path in files for line in _long_lines(path)]

    assert len(files) > 80
    assert found == []


def test_a_line_is_measured_in_characters(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("\n".join(("é" * LONGEST, "é" * (LONGEST + 1))), encoding="utf-8")

    assert _long_lines(page) == [2]


def _long_lines(path: Path) -> list[int]:
    """Return the numbers of the lines that are longer than that, counted from 1."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [number for number, line in enumerate(lines, 1) if len(line) > LONGEST]
