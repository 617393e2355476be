"""Classes of characters for regular expressions: which ones are letters, marks or unseen.

`\\w` of `re` leaves out the vowel signs of many scripts, so the classes come from ICU's tables.
"""

import icu


def one_of(pattern: str) -> str:
    """Return the inside of a `[...]` of `re` for an ICU set such as `[\\p{M}]`."""
    found = icu.UnicodeSet(pattern)
    ranges = range(found.getRangeCount())
    return "".join(_span(found.getRangeStart(i), found.getRangeEnd(i)) for i in ranges)


def _span(first: str, last: str) -> str:
    return f"\\U{ord(first):08x}-\\U{ord(last):08x}"


# Past the first plane `re` tries one range after the other, so the many scripts there are
# taken in wholesale instead of letter by letter.
RARE_SCRIPTS = "\U00010000-\U0001cfff\U0001d400-\U0001d7ff\U0001e000-\U0001efff"
RARE_HAN = "\U00020000-\U0003ffff"

HAN_AND_KANA = (
    one_of(r"[[\p{Han}\p{Hiragana}\p{Katakana}\u30FC]&[\p{L}\p{N}]&[\u0000-\uFFFF]]") + RARE_HAN
)
"""Scripts in which nearly every character is a word or a syllable, written without spaces."""

UNSPACED = one_of(r"[[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]&[\p{L}\p{M}\p{N}]&[\u0000-\uFFFF]]")
"""Scripts of letters that put no spaces between words."""

SPOKEN = one_of(r"[[\p{L}\p{M}\p{N}]&[\u0000-\uFFFF]]") + RARE_SCRIPTS + RARE_HAN
"""Letters with their marks, and digits, of any script: what words are made of."""

SPACED = RARE_SCRIPTS + one_of(
    r"[[\p{L}\p{M}\p{N}]&[\u0000-\uFFFF]"
    r"-[\p{Han}\p{Hiragana}\p{Katakana}\u30FC]-[\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]]"
)
"""The spoken characters of all other scripts, where a space ends a word."""

MARK = one_of(r"[\p{M}]")
"""Signs that sit on the letter before them."""

PICTURE = one_of(r"[\p{Extended_Pictographic}]")
"""Signs that are drawn as pictures and can be joined to others."""

CONTROL = "\x00-\x1f\x7f-\x9f"

UNSEEN = (
    one_of(r"[[\p{Cf}\p{Default_Ignorable_Code_Point}]-[\p{Prepended_Concatenation_Mark}]]")
    + "\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
)
"""What changes a text without being seen: direction overrides, fillers, tags, broken halves."""
