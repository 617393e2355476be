"""The normal form of a name: equal for the same name written differently."""

from signon.kernel.text.fold import fold

KEY_LENGTH = 320


def key_of(name: str) -> str:
    """Return `name` without case, accents, punctuation and white space of its own.

    A name made of signs alone is its own key.
    """
    folded = fold(name)
    letters = "".join(sign if sign.isalnum() else " " for sign in folded)
    return " ".join(letters.split())[:KEY_LENGTH] or folded[:KEY_LENGTH]
