"""In which encoding a text was saved, as nothing in most files says it."""

import codecs
import re

from signon.imports.records import Unreadable
from signon.kernel.words import N_

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LATIN = "àâäáãåæçèéêëìíîïñòóôöõøùúûüýÿœßÀÂÄÉÈÊÖÜÇŒÅØÑ’‘“”„–—…«»°€·ºª¡¿§&\u00a0"
_FREQUENT = {
    "cp1252": _LATIN,
    "mac_roman": _LATIN,
    "cp1250": "áäéíóôúýčďěňřšťůžąćęłńóśźżăâîșțŠČŽŁŚ„”“’–\u00a0",
    "cp1251": "абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєАВКМНОПРСТФ«»–—№’\u00a0",
    "cp1253": "αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώΑΕΟΚΠΣ«»–\u00a0",
    "cp1254": "çğıöşüÇĞİÖŞÜâîû’“”–\u00a0",
    "cp1255": "אבגדהוזחטיכלמנסעפצקרשתךםןףץ–’\u00a0",
    "cp1256": "ابتثجحخدذرزسشصضطظعغفقكلمنهويىءآأؤإئةپچ،؛؟–’\u00a0",
    "cp850": "àâäáãåçèéêëìíîïñòóôöøùúûüÿßÀÄÉÖÜÇ",
}
"""Encodings of one byte, and what of them fills texts; of equals the earlier one is taken."""

KNOWN = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", *_FREQUENT)
"""Encodings that can be asked for."""

_HIGH = re.compile(rb"[\x80-\xff]")
_SAMPLE = 200_000
_LOPSIDED = 8


def decoded(data: bytes, wished: str | None = None) -> tuple[str, str]:
    """Return a text and the name of its encoding; NULs are left out.

    Raises `Unreadable` where the wished one is unknown or does not fit.
    """
    name = wished or guessed(data)
    try:
        text = data.decode(name) if name in KNOWN else None
    except UnicodeDecodeError:
        text = None
    if text is None:
        raise Unreadable("wrong_encoding", WRONG_ENCODING, encoding=name)
    return text.replace("\x00", "").removeprefix("\ufeff"), name


def guessed(data: bytes) -> str:
    """Return the likeliest encoding; for text of one byte a sign that of most known letters."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return name
    if b"\x00" in data and (wide := _of_two_bytes(data)):
        return wide
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return _of_one_byte(data)
    return "utf-8"


def _of_two_bytes(data: bytes) -> str:
    """Return UTF-16 for text whose every other byte is mostly NUL, else "": NULs by mistake."""
    if len(data) % 2:
        return ""
    first, second = data[::2].count(0), data[1::2].count(0)
    if max(first, second) < _LOPSIDED * (min(first, second) + 1) and len(data) > 2 * _LOPSIDED:
        return ""
    return "utf-16-be" if first > second else "utf-16-le"


def _of_one_byte(data: bytes) -> str:
    high = b"".join(_HIGH.findall(data[:_SAMPLE])) or b"".join(_HIGH.findall(data))
    return max(_FREQUENT, key=lambda name: _likelihood(high, name))


def _likelihood(high: bytes, name: str) -> float:
    frequent = _FREQUENT[name]
    return sum(sign in frequent for sign in high.decode(name, "replace"))


WRONG_ENCODING = N_("This file cannot be read as %(encoding)s.")
