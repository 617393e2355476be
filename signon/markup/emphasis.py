"""Bold and italic beside the signs of scripts that put no space after them.

CommonMark (0.31, 6.2) asks for a space or sign between a sign and a letter, so that the
asterisks of `**连带。**后文` stay. Here, as in the proposal "CJK friendly emphasis" (2024), signs
of other scripts are letters, and letters without case may stand beside any sign.
"""

import unicodedata

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter

_UNCASED = frozenset({"Lo", "Lm", "Mn", "Mc", "Cf"})
"""Letters and their marks without case, and marks of direction, which nobody sees."""


def tokenize(state: StateInline, silent: bool) -> bool:
    """Note a run of `*` or `_` as what may open or close emphasis: a rule of the parser."""
    marker = state.src[state.pos]
    if silent or marker not in ("_", "*"):
        return False
    found = state.scanDelims(state.pos, marker == "*")
    opens, closes = found.can_open, found.can_close
    if marker == "*":
        before = state.src[state.pos - 1] if state.pos > 0 else " "
        end = state.pos + found.length
        after = state.src[end] if end < state.posMax else " "
        opens = opens or (not after.isspace() and _is_loose(after, before))
        closes = closes or (not before.isspace() and _is_loose(before, after))
    for _ in range(found.length):
        token = state.push("text", "", 0)
        token.content = marker
        place = len(state.tokens) - 1
        state.delimiters.append(
            Delimiter(ord(marker), found.length, place, end=-1, open=opens, close=closes)
        )
    state.pos += found.length
    return True


def _is_loose(inside: str, outside: str) -> bool:
    """Tell whether a sign inside the emphasis, or the letter outside, needs no space between."""
    is_foreign = ord(inside) > 0xFF and not "\u2000" <= inside <= "\u206f"
    return is_foreign or unicodedata.category(outside) in _UNCASED
