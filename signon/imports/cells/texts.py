"""Names and remarks as they are kept: nothing cut off, nothing hidden in them."""

import re
import unicodedata

from signon.kernel.text import names

_LINE_END = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_NEVER_TYPED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]+")
_WORD = re.compile(r"\S+")
_ENOUGH = 1_000_000


def name(cell: str, longest: int) -> str:
    """Return a name on one line. Raises `names.TooLong`."""
    return names.tidy(_NEVER_TYPED.sub("", cell), longest)


def remark(cell: str, longest: int) -> str:
    """Return a remark as it was typed, with its gaps and lines, without what nobody sees in it.

    Raises `names.TooLong`.
    """
    text = _NEVER_TYPED.sub("", _LINE_END.sub("\n", cell)).strip()
    if not text.isascii():
        text = _WORD.sub(lambda found: names.tidy(found[0], _ENOUGH), text)
        text = unicodedata.normalize("NFC", text).strip()
    if len(text) > longest:
        raise names.TooLong(limit=longest, length=len(text))
    return text
