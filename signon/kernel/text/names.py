"""Makes typed text fit to be shown to others: one form, nothing hidden, nothing cut off."""

import re
import unicodedata

from signon.kernel.errors import DomainError
from signon.kernel.text.characters import CONTROL, MARK, PICTURE, UNSEEN
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
_JOINER = re.compile(f"[{_JOINERS}]")
_JOINED = re.compile(f"[{_JOINED_SCRIPTS}]")
_PICTURE = re.compile(f"[{PICTURE}]")
_BEFORE_JOINER = re.compile(f"[{PICTURE}\ufe0f\U0001f3fb-\U0001f3ff\U000e007f]")
_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,7}\U000e007f"
"""The flag of a region, such as Scotland, is spelt with tags that nobody sees (UTS 51)."""

_UNSEEN = re.compile(f"({_FLAG})|(?![{_JOINERS}\ufe0e\ufe0f\u180b-\u180d])[{UNSEEN}]+")
_VIRAMA = 9  # the class of what takes the vowel off a letter
_NEVER_TYPED = re.compile("[\x00-\x08\x0e-\x1b\x1f\x7f]")
_EDGE = f"(?:(?![\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff])[{UNSEEN}\\s])+"
_AT_ENDS = re.compile(f"^{_EDGE}|{_EDGE}$")
_CONTROL = re.compile(f"[{CONTROL}]+")
_PILE = re.compile(f"([{MARK}]{{{MOST_MARKS}}})[{MARK}]+")
_SPACE = re.compile(r"[\s\u2800]+")
_LINE_END = re.compile(r"\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_BLANK_LINES = re.compile(r"\n{3,}")


class NeverTyped(DomainError):
    """The text holds a control character, such as NUL or ESC."""

    status = 422
    message = N_("There is a sign in this that cannot be shown. Please type it anew.")


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
    text = _UNSEEN.sub(lambda found: found[1] or "", text)
    text = _JOINER.sub(_kept_joiner, _JOINER_RUN.sub(r"\1", text))
    text = _PILE.sub(r"\1", unicodedata.normalize("NFC", text))
    return _SPACE.sub(" ", text).strip()


def _kept_joiner(found: re.Match[str]) -> str:
    """Return a joiner that spells a word or joins two pictures, "" for one that does nothing."""
    text, at = found.string, found.start()
    before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
    if _JOINED.match(before):
        spells = found[0] == "\u200d" or unicodedata.combining(before) == _VIRAMA
        return found[0] if spells or _JOINED.match(after) else ""
    joins = found[0] == "\u200d" and _BEFORE_JOINER.match(before) and _PICTURE.match(after)
    return found[0] if joins else ""


def bare(text: str) -> str:
    """Return what was pasted without the spaces and unseen signs around it."""
    return _AT_ENDS.sub("", text)


def is_readable(name: str) -> bool:
    """Tell whether a name has a letter, of any script: signs and figures alone name nobody."""
    return any(sign.isalpha() for sign in name)


def require_shown(text: str) -> None:
    """Raise `NeverTyped` for a control character that no keyboard puts into a text."""
    if _NEVER_TYPED.search(text):
        raise NeverTyped


def _within(text: str, limit: int, said: int | None = None) -> str:
    if len(text) > limit:
        raise TooLong(limit=said or limit, length=len(text))
    return text
