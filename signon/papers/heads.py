"""What the head of a paper's file may say; what it says wrongly is named with its line."""

from collections.abc import Callable
from difflib import get_close_matches
from typing import TypeVar

from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.markup.front_matter import Head

Value = TypeVar("Value")

KEYS = (
    *("title", "slug", "language", "addressee", "summary", "host", "kind"),
    *("opens", "closes", "closes_softly", "time_zone", "late_desk", "partial", "reservations"),
)

_MEANT = {
    **dict.fromkeys(("deadline", "end", "ends", "until", "due", "expires", "close"), "closes"),
    **dict.fromkeys(("start", "starts", "begins", "begin", "from"), "opens"),
    **dict.fromkeys(("timezone", "zone", "tz"), "time_zone"),
    **dict.fromkeys(("lang", "locale"), "language"),
    **dict.fromkeys(("to", "recipient", "addressees"), "addressee"),
    **dict.fromkeys(("description", "abstract", "intro", "subtitle", "lead"), "summary"),
    **dict.fromkeys(("name", "heading", "headline"), "title"),
    **dict.fromkeys(("id", "url", "permalink", "path"), "slug"),
    **dict.fromkeys(("author", "organisation", "organization", "publisher"), "host"),
    **dict.fromkeys(("type", "category"), "kind"),
    **dict.fromkeys(("parts", "in_part", "partially"), "partial"),
    **dict.fromkeys(("soft_close", "sign_until", "soft_closes"), "closes_softly"),
}
"""What else these are called in other programs."""


class LineRefused(DomainError):
    """A line of the head cannot be."""

    status = 422
    message = N_("Line %(line)s: %(refusal)s")


class KeyUnknown(DomainError):
    """The head says something that no paper has."""

    status = 422
    message = N_("“%(name)s” is nothing that a paper has. It has: %(keys)s.")


class KeyMistaken(DomainError):
    """The head says something under another name."""

    status = 422
    message = N_("“%(name)s” is nothing that a paper has. Do you mean “%(meant)s”?")


def require_known(head: Head) -> None:
    """Raise `LineRefused` for a name that no paper has, with the one that was meant."""
    for name in head.lines:
        if name not in KEYS:
            refusal = _unknown(name)
            words = refusal.message % refusal.values
            raise LineRefused(line=head.lines[name], refusal=words)


def _unknown(name: str) -> DomainError:
    meant = _meant(name)
    if meant:
        return KeyMistaken(name=name, meant=meant)
    return KeyUnknown(name=name, keys=", ".join(KEYS))


def _meant(name: str) -> str:
    plain = name.strip().casefold().replace("-", "_").replace(" ", "_")
    if plain in KEYS:
        return plain
    close = get_close_matches(plain, [*KEYS, *_MEANT], n=1, cutoff=0.75)
    found = close[0] if close else ""
    return _MEANT.get(found, found)


def with_line(head: Head, name: str, read: Callable[[str], Value]) -> Value:
    """Return what `read` makes of a value of the head, "" if it says nothing.

    Raises what `read` raises as `LineRefused`, where the head says the value.
    """
    try:
        return read(head.values.get(name, ""))
    except DomainError as refusal:
        if name not in head.lines:
            raise
        words = refusal.message % refusal.values
        raise LineRefused(line=head.lines[name], refusal=words) from refusal
