"""How an entry is bound to the one before it. Pure: values in, hash out."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

GENESIS = "0" * 64
"""What the first entry names as the hash before it."""


@dataclass(frozen=True)
class Link:
    """One entry of the chain as it stands in the table."""

    number: int
    happened_at: datetime
    actor: str
    action: str
    subject: str
    details: dict[str, Any]
    previous_hash: str
    hash: str = ""
    seal: str = ""


def digest(link: Link) -> str:
    """Return the SHA-256 (hex) over everything an entry says and the hash before it."""
    said = (
        link.number,
        link.happened_at.astimezone(UTC).isoformat(timespec="microseconds"),
        link.actor,
        link.action,
        link.subject,
        link.details,
        link.previous_hash,
    )
    canonical = json.dumps(said, ensure_ascii=True, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def first_fault(links: Iterable[Link], head: tuple[int, str]) -> int | None:
    """Return the number of the first entry that was changed, removed or added; None if whole."""
    number, previous = 0, GENESIS
    for link in links:
        number += 1
        whole = link.number == number and link.previous_hash == previous
        if not whole or digest(link) != link.hash:
            return number
        previous = link.hash
    return None if head == (number, previous) else min(number, head[0]) + 1
