"""Finds links in what somebody typed as a name or remark, as a mail program would make them."""

import re
import unicodedata

from signon.kernel.domains import is_public
from signon.kernel.errors import DomainError
from signon.kernel.words import N_

_FULL_STOPS = re.compile("[\u3002\u2024\u2027\uff0e]")
"""What browsers take for the dots of a host (UTS 46), and what looks like them."""

_OPENED = re.compile(
    r"[a-z][a-z0-9+.-]* ?: ?//"  # any scheme
    r"|\b(?:https?|ftps?|mailto|javascript) ?: ?\S"
    r"|(?<![^\s(\[<«“\"'])[/\\]{2}(?:[\w-]+\.)+\w"  # without a scheme
    r"|(?<!\w)www\d? ?\. ?\w"
    r"|[^\s@]@(?:[\w-]+\.)+\w"
    r"|(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?:/|:\d)"
)
_WITH_PATH = re.compile(r"(?<![\w@-])((?:[\w-]+\.)+[\w-]{2,})(?:[/?#]\S|/|:\d)")

_RESERVED = frozenset({"example", "test", "invalid", "localhost", "local", "onion"})
"""Endings that no registry sells (RFC 2606, 6761, 7686), but that programs open."""


class LinkRefused(DomainError):
    """A name or remark holds a link, which we would mail to whoever's address was typed."""

    status = 422
    message = N_(
        "Please write this without addresses of web pages or mailboxes. "
        "A name such as example.org may stay."
    )


def require_none(text: str) -> None:
    """Raise `LinkRefused` for an address of a page or mailbox.

    A bare domain may be a name, as many organisations are called after theirs; it leads to no
    page that a stranger would have chosen.
    """
    plain = _FULL_STOPS.sub(".", unicodedata.normalize("NFKC", text)).casefold()
    if _OPENED.search(plain) or any(_is_host(found[1]) for found in _WITH_PATH.finditer(plain)):
        raise LinkRefused


def _is_host(host: str) -> bool:
    return host.rpartition(".")[2] in _RESERVED or is_public(host)
