"""What somebody else has established about an organisation: its domains, and who speaks for it.

This is the one place that answers it. What a signatory states in a form, the website above all,
proves nothing about the organisation, whoever was the first to sign under its name. What counts is
that somebody else has looked: today a lead who has checked an entry (`evidence.check`).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import select

from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import domains
from signon.outbox.addresses import address_key, is_at, mailbox_key
from signon.submissions.models import Contact
from signon.submissions.states import State

_CHECKED = (
    Endorsement.capacity == "organisation",
    Endorsement.state == State.PUBLISHED,
    Endorsement.evidence == "checked",
    Endorsement.contested_at.is_(None),
)


@dataclass(frozen=True)
class Established:
    """A domain (registrable, in ASCII) that is an organisation's, and the lead who found so."""

    domain: str
    by: str
    """The public id of the lead, "" if it is not on record."""


def established_domains(organisation_ids: Collection[int]) -> Mapping[int, list[Established]]:
    """Return for each record the domains that somebody else has established, by alphabet."""
    wanted = (
        select(
            Endorsement.organisation_id,
            Endorsement.checked_domain,
            Endorsement.decided_by,
        )
        .where(
            Endorsement.organisation_id.in_(organisation_ids),
            Endorsement.checked_domain != "",
            *_CHECKED,
        )
        .order_by(Endorsement.id)
    )
    found: dict[int, dict[str, Established]] = defaultdict(dict)
    with db.session.no_autoflush:
        for number, host, lead in db.session.execute(wanted):
            domain = _own(host)
            if number is not None and domain:
                found[number].setdefault(domain, Established(domain, lead or ""))
    return {number: [of[name] for name in sorted(of)] for number, of in found.items()}


def is_established(mailbox: str, organisation_id: int | None) -> bool:
    """Tell whether a mailbox's domain (in ASCII) is one that is established for a record."""
    if organisation_id is None:
        return False
    return is_among(mailbox, established_domains([organisation_id]).get(organisation_id, ()))


def is_among(mailbox: str, established: Collection[Established]) -> bool:
    """Tell whether a mailbox's domain (in ASCII) is one of these."""
    return _own(mailbox) in {one.domain for one in established}


def checked_records(organisation_ids: Collection[int]) -> set[int]:
    """Return those records of which a lead has checked an entry that is public."""
    wanted = select(Endorsement.organisation_id).where(
        Endorsement.organisation_id.in_(organisation_ids), *_CHECKED
    )
    with db.session.no_autoflush:
        return {number for number in db.session.scalars(wanted) if number is not None}


def was_checked(email: str, organisation_id: int | None, *, but: int | None) -> bool:
    """Tell whether a lead has checked this mailbox for a record, by another entry than `but`.

    It is the very address, not one that differs by a tag, which may be somebody else's.
    """
    if organisation_id is None:
        return False
    before = (
        select(Contact.email)
        .join(Endorsement, Endorsement.contact_id == Contact.id)
        .where(
            Endorsement.organisation_id == organisation_id,
            Endorsement.address_key == address_key(email),
            Endorsement.id != but,
            *_CHECKED,
        )
    )
    with db.session.no_autoflush:
        key = mailbox_key(email)
        return any(is_at(known, key) for known in db.session.scalars(before))


def checked_before(endorsements: Collection[Endorsement]) -> set[int]:
    """Return the keys of those of whose mailbox `was_checked` says so, by one statement."""
    with_mailbox = [one for one in endorsements if one.contact and one.organisation_id]
    before = (
        select(Endorsement.id, Endorsement.organisation_id, Contact.email)
        .join(Contact, Contact.id == Endorsement.contact_id)
        .where(
            Endorsement.organisation_id.in_({one.organisation_id for one in with_mailbox}),
            Endorsement.address_key.in_({address_key(_email(one)) for one in with_mailbox}),
            *_CHECKED,
        )
    )
    known: dict[int | None, list[tuple[int, str]]] = defaultdict(list)
    with db.session.no_autoflush:
        for row in db.session.execute(before) if with_mailbox else ():
            known[row.organisation_id].append((row.id, row.email))
    return {
        one.id
        for one in with_mailbox
        for number, email in known.get(one.organisation_id, ())
        if number != one.id and is_at(email, mailbox_key(_email(one)))
    }


def _email(endorsement: Endorsement) -> str:
    return endorsement.contact.email if endorsement.contact else ""


def _own(host: str) -> str:
    """Return the part of a domain that one owner has registered; "" where anybody may be."""
    is_anybodys = domains.is_free(host) or domains.is_disposable(host)
    return "" if is_anybodys else domains.registrable(host)
