"""What a merge would do: worked out alike for the page that shows it and the command."""

from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256

from werkzeug.exceptions import NotFound

from signon.duplicates import queries
from signon.duplicates.shapes import Alias, Entry, Record
from signon.extensions import db
from signon.organisations import service as organisations
from signon.organisations.models import Organisation
from signon.submissions.states import State


@dataclass(frozen=True)
class Choice:
    """What a lead wants, by public ids, and the state of things in which they chose it."""

    kept: str
    merged: str
    name: str = ""
    """The organisation whose name every list shows from now on; empty leaves each line as it is."""
    stays: frozenset[str] = frozenset()
    """Of two entries on one list, the one that stays published."""
    seen: str = ""


@dataclass(frozen=True)
class Collision:
    """Both stand on one list, where an organisation may stand once."""

    paper_id: int
    entries: tuple[Entry, Entry]


@dataclass(frozen=True)
class Plan:
    """Everything that will happen."""

    kept: Record
    merged: Record
    moved: tuple[Entry, ...]
    collisions: tuple[Collision, ...]
    gained: tuple[Alias, ...]
    name: str
    campaigns: frozenset[int]
    seen: str

    @property
    def renamed(self) -> tuple[Entry, ...]:
        """Return the entries on a list that are called otherwise; of two, one will stay."""
        entries = (*self.kept.entries, *self.merged.entries)
        return tuple(e for e in entries if self.name and _is_listed(e) and e.name != self.name)

    @property
    def on_one_list(self) -> list[tuple[str, str]]:
        """Return the public ids of every two entries of which one has to leave its list."""
        return [
            (one.public_id, other.public_id)
            for one, other in (collision.entries for collision in self.collisions)
        ]

    def put_aside(self, stays: Collection[str]) -> list[Entry]:
        """Return the entries that leave a list because the other one of the two stays."""
        two = [entry for collision in self.collisions for entry in collision.entries]
        return [entry for entry in two if entry.public_id not in stays]


def plan(kept_id: int, merged_id: int, name: str = "") -> Plan:
    """Return what merging these two would do; `name` is the public id of one of them, or empty.

    Raises 404 for any other name.
    """
    records = queries.records((kept_id, merged_id))
    kept, merged = records[kept_id], records[merged_id]
    names = {"": "", kept.public_id: kept.name, merged.public_id: merged.name}
    if name not in names:
        raise NotFound
    entries = (*kept.entries, *merged.entries)
    return Plan(
        kept,
        merged,
        moved=merged.entries,
        collisions=tuple(_collisions(kept, merged)),
        gained=_gained(kept_id, merged_id),
        name=names[name],
        campaigns=frozenset(entry.campaign_id for entry in entries),
        seen=_fingerprint(kept, merged),
    )


def _collisions(kept: Record, merged: Record) -> list[Collision]:
    listed = {entry.paper_id: entry for entry in kept.entries if _is_listed(entry)}
    return [
        Collision(entry.paper_id, (listed[entry.paper_id], entry))
        for entry in merged.entries
        if _is_listed(entry) and entry.paper_id in listed
    ]


def _gained(kept_id: int, merged_id: int) -> tuple[Alias, ...]:
    kept, merged = (db.session.get_one(Organisation, number) for number in (kept_id, merged_id))
    gained = organisations.names_gained(kept, merged)
    return tuple(Alias(name.name, name.language) for name in gained)


def _fingerprint(kept: Record, merged: Record) -> str:
    """Return what stays the same as long as a merge of the two, either way, does the same."""
    two = sorted((kept, merged), key=lambda record: record.id)
    facts = [
        (
            (record.public_id, record.name, record.acronym),
            [(alias.name, alias.language) for alias in record.aliases],
            [(entry.public_id, entry.revision, entry.state) for entry in record.entries],
        )
        for record in two
    ]
    return sha256(repr(facts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _is_listed(entry: Entry) -> bool:
    return entry.state == State.PUBLISHED
