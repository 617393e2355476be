"""What the leaves of the log say: what became of a line of a list, and how a list stands. Pure.

A leaf names a line by its commitment alone. Who knows the line and its salt can make the
commitment again; once the salt is erased nobody can, for names are few enough to be tried.
"""

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

SALT_BYTES = 16

PUBLISHED = "published"
CORRECTED = "corrected"
WITHDRAWN = "withdrawn"
REMOVED = "removed"
LIST = "list"
"""How many lines a list has after all that came before, and a digest of their commitments."""
RESTORED = "restored"
"""An older state was put in place of a newer one that had been signed."""

KINDS = (PUBLISHED, CORRECTED, WITHDRAWN, REMOVED, LIST, RESTORED)

Line = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """What became of one line: `before` and `after` are commitments, empty where there is none.

    `reason` says in one word why a line was removed.
    """

    kind: str
    before: str = ""
    after: str = ""
    reason: str = ""


def canonical(values: Mapping[str, Any]) -> bytes:
    """Return values as JSON that is always written the same, as RFC 8785 says for such values."""
    written = json.dumps(dict(values), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return written.encode()


def stated(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a line says of itself, without what it leaves out.

    A column that lists get later changes no commitment as long as it is empty.
    """
    return {name: value for name, value in record.items() if value not in ("", False)}


def commitment(line: Line, salt: bytes) -> str:
    """Return the commitment (64 hex digits) to a line: HMAC-SHA-256 under its salt."""
    return hmac.new(salt, canonical(line), hashlib.sha256).hexdigest()


def digest(commitments: Iterable[str]) -> str:
    """Return the SHA-256 (hex) of the commitments of a list, sorted, each with a line end."""
    found = hashlib.sha256()
    for one in sorted(commitments):
        found.update(f"{one}\n".encode())
    return found.hexdigest()


def of_change(paper: str, change: Change, at: datetime) -> bytes:
    """Return the leaf about one line of the list of a paper, which is named by its public id."""
    said = {"before": change.before, "after": change.after, "reason": change.reason}
    return _leaf(change.kind, at, list=paper, **{k: v for k, v in said.items() if v})


def of_list(paper: str, slug: str, number: int, digest: str, at: datetime) -> bytes:
    """Return the leaf that says how the list of a paper stands, and what its address was then."""
    return _leaf(LIST, at, list=paper, paper=slug, number=number, digest=digest)


def of_restore(size: int, root: str, at: datetime) -> bytes:
    """Return the leaf that says which newer state, as signed, was lost."""
    return _leaf(RESTORED, at, size=size, root=root)


def _leaf(kind: str, at: datetime, **said: Any) -> bytes:
    return canonical({"kind": kind, "time": f"{at.astimezone(UTC):%Y-%m-%dT%H:%MZ}", **said})
