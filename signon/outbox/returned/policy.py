"""When a report means that a mailbox is gone, and when only that one mail did not arrive."""

import re

FAILED = "failed"
"""The action of RFC 3464 that says that a mail was given up; a delayed one is still tried."""

# https://www.iana.org/assignments/smtp-enhanced-status-codes
_GONE = re.compile(r"5\.(1\.(0|1|2|3|4|6|10)|2\.[01]|4\.(1|4|310)|0\.0)")
"""No such mailbox or domain, a mailbox that is closed; not a full one, nor what is said of us."""

_OF_US = re.compile(
    r"spam|spf|dkim|dmarc|polic|block|black|deny ?list|reputation|junk|abuse|banned|due to|quota"
    r"|full|over ?limit|too (large|big|many)|size limit|virus|content|relay(ing)? (access )?denied"
    r"|\b5\.[2367]\.\d",
    re.IGNORECASE,
)
"""Words by which a server says without a code of its own that not the mailbox is to blame."""

_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)")
_REPLY = re.compile(r"(?<![\d.])(4\d\d|5[0-5]\d)(?![\d.]*\d)")


def status_of(stated: str, words: str) -> str:
    """Return the code of a failure (RFC 3463): as it is stated, or as the server's words have it.

    What is stated without a detail gives way to the words, which know more. "" if neither says.
    """
    own = _STATUS.search(stated)
    if own and not own[1].endswith(".0.0"):
        return own[1]
    said = _STATUS.search(words)
    if said and not said[1].startswith("2"):
        return said[1]
    reply = _REPLY.search(words)
    return own[1] if own else f"{reply[1][0]}.0.0" if reply else ""


def means_gone(status: str, words: str) -> bool:
    """Tell whether no mail will ever reach the mailbox, as far as a report can say."""
    if not _GONE.fullmatch(status):
        return False
    is_vague = status.endswith(".0.0") or status in ("5.1.0", "5.2.0", "5.4.1")
    return not (is_vague and _OF_US.search(words))
