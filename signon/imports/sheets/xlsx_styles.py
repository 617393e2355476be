"""What sheets of a workbook share: texts, and how a cell is shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from signon.imports.sheets.grid import Meter
from signon.imports.sheets.times import is_time

_OFF = frozenset({"0", "false", "off"})


@dataclass(frozen=True)
class Style:
    """What matters of how a cell is shown."""

    is_time: bool = False
    is_struck: bool = False


class Strings:
    """The texts that cells name by a number. How a reading is spoken is left out."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._pieces: list[str] = []
        self._in_text = self._spoken = False
        self._meter = Meter()

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "si":
            self._pieces = []
        elif name == "rPh":
            self._spoken = True
        elif name == "t":
            self._in_text = not self._spoken

    def text(self, text: str) -> None:
        if self._in_text:
            self._pieces.append(text)

    def end(self, name: str) -> None:
        if name == "t":
            self._in_text = False
        elif name == "rPh":
            self._spoken = False
        elif name == "si":
            whole = "".join(self._pieces)
            self._meter.cell(whole, 0)
            self.all.append(whole)


class Styles:
    """The formats of numbers, the fonts, and which cells have which."""

    def __init__(self) -> None:
        self._codes: dict[int, str] = {}
        self._struck: list[bool] = []
        self._cells: list[tuple[int, int]] = []
        self._within: list[str] = []

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        above = self._within[-1] if self._within else ""
        self._within.append(name)
        if name == "numFmt" and above == "numFmts":
            code = attributes.get("formatCode", "")
            self._codes[whole(attributes.get("numFmtId"))] = code
        elif name == "font" and above == "fonts":
            self._struck.append(False)
        elif name == "strike" and above == "font" and "fonts" in self._within and self._struck:
            self._struck[-1] = attributes.get("val", "1").lower() not in _OFF
        elif name == "xf" and above == "cellXfs":
            font = whole(attributes.get("fontId"))
            self._cells.append((whole(attributes.get("numFmtId")), font))

    def text(self, text: str) -> None:
        """Nothing here is said in text."""

    def end(self, name: str) -> None:
        self._within.pop()

    def all(self) -> list[Style]:
        """Return the styles by the numbers under which cells name them."""
        return [Style(self._is_time(number), self._is_struck(font)) for number, font in self._cells]

    def _is_time(self, number: int) -> bool:
        return is_time(number, self._codes.get(number, ""))

    def _is_struck(self, font: int) -> bool:
        return font < len(self._struck) and self._struck[font]


def whole(text: str | None) -> int:
    """Return the number that an attribute holds, 0 for none."""
    try:
        return max(int(text or 0), 0)
    except ValueError:
        return 0
