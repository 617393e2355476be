"""Makes typed text fit to be shown to others: one form, nothing hidden, nothing cut off."""

import re
import unicodedata

from signon.kernel.characters import CONTROL, MARK, UNSEEN
from signon.kernel.errors import DomainError
from signon.kernel.words import N_

MOST_MARKS = 8
"""No language puts more marks on one letter; piles of them run over the lines above and below."""

ROOM_TO_TIDY = 16
"""So many times its limit a text may be long before it is tidied: blanks and signs nobody sees.

What is longer is refused unread: to walk two million line ends takes seconds of a processor.
"""

_JOINED_SCRIPTS = "\u0600-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u18af\ufb50-\ufdff\ufe70-\ufefc"
_JOINERS = "\u200c\u200d"

_JOINER_RUN = re.compile(f"([{_JOINERS}])[{_JOINERS}]+")
_STRAY_JOINER = re.compile(
    f"(?<![{_JOINED_SCRIPTS}])[{_JOINERS}]|[{_JOINERS}](?![{_JOINED_SCRIPTS}])"
)
_UNSEEN = re.compile(f"(?![{_JOINERS}\ufe0e\ufe0f\u180b-\u180d])[{UNSEEN}]+")
_CONTROL = re.compile(f"[{CONTROL}]+")
_PILE = re.compile(f"([{MARK}]{{{MOST_MARKS}}})[{MARK}]+")
_SPACE = re.compile(r"[\s\u2800]+")
_LINE_END = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")


class TooLong(DomainError):
    """The text has more characters than its place takes; it is handed back whole, never cut."""

    status = 422
    message = N_("Please use at most %(limit)s characters. Now there are %(length)s.")


def tidy(text: str, limit: int) -> str:
    """Return a typed name on one line, in one form of Unicode, without what cannot be seen.

    Raises `TooLong` when more than `limit` characters remain.
    """
    _within(text, limit * ROOM_TO_TIDY, said=limit)
    return _within(_one_line(text), limit)


def tidy_text(text: str, limit: int) -> str:
    """Return a typed remark the same way, with its line breaks and at most one blank line."""
    _within(text, limit * ROOM_TO_TIDY, said=limit)
    lines = [_one_line(line) for line in _LINE_END.sub("\n", text).split("\n")]
    return _within(_BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n"), limit)


def _one_line(text: str) -> str:
    text = _CONTROL.sub("", _SPACE.sub(" ", text))
    text = _UNSEEN.sub("", text)
    text = _STRAY_JOINER.sub("", _JOINER_RUN.sub(r"\1", text))
    text = _PILE.sub(r"\1", unicodedata.normalize("NFC", text))
    return _SPACE.sub(" ", text).strip()


def _within(text: str, limit: int, said: int | None = None) -> str:
    if len(text) > limit:
        raise TooLong(limit=said or limit, length=len(text))
    return text
