"""Values of one direction within text of the other, where no markup can hold them apart. Pure.

By the Unicode Bidirectional Algorithm (UAX #9) what stands between U+2068 and U+2069 is laid out
by itself and cannot turn around what stands beside it.
"""

import re
import unicodedata

FIRST_STRONG, POP = "\u2068", "\u2069"

MARKS = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""What turns the rest of a line around, or ends that."""

_ADDRESS = re.compile(r"https?://\S+")
_STRONG = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def isolated(value: str, direction: str) -> str:
    """Return a value as it is set into a text that runs in `direction` ("ltr" or "rtl").

    Between isolates where its own direction may be another one, and without marks of its own. An
    address of a page stays bare: what comes behind it would be opened with it.
    """
    value = MARKS.sub("", value)
    if _ADDRESS.fullmatch(value) or not may_differ(value, direction):
        return value
    return f"{FIRST_STRONG}{value}{POP}"


def may_differ(value: str, direction: str) -> bool:
    """Tell whether a value has letters of the other direction, or signs and no letters at all.

    Signs alone, such as those of a telephone number, change places from right to left only.
    """
    found = {_STRONG.get(unicodedata.bidirectional(sign)) for sign in value} - {None}
    if not found:
        return direction == "rtl" and not value.isdigit()
    return found != {direction}


def balanced(text: str) -> str:
    """Return a text, and without any isolates if one of them is not closed or not opened."""
    depth = 0
    for sign in text:
        depth += (sign == FIRST_STRONG) - (sign == POP)
        if depth < 0:
            break
    return text if depth == 0 else bare(text)


def bare(text: str) -> str:
    """Return a text without isolates."""
    return text.replace(FIRST_STRONG, "").replace(POP, "")
