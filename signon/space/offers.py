"""Asking somebody else: to take an endorsement over, or to vouch for it. Both sides decide."""

from collections.abc import Callable, Sequence

from sqlalchemy import select

from signon.audit import trail
from signon.endorsements import policy, revising
from signon.endorsements.models import Endorsement
from signon.events import tell
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import DomainError
from signon.kernel.words import N_
from signon.links import reader
from signon.links.refusals import Over
from signon.outbox.addresses import address_key
from signon.outbox.post import ORDINARY, Email, cancel, cancel_to, post
from signon.space import emails
from signon.space.links import OFFER, OFFER_LASTS, OfferOver
from signon.space.models import OFFERS, Offer
from signon.space.outcomes import Outcome, standing
from signon.space.queries import is_of_the_organisation, stands
from signon.submissions import contacts, workflow
from signon.submissions.drafts import ContactDraft
from signon.submissions.events import Parted
from signon.submissions.kinds import kind_of
from signon.submissions.models import Contact, new_public_id
from signon.submissions.states import LIVE, State
from signon.transaction import command

PORTION = 500
"""So many questions are ended by one run of the worker; the rest waits for the next."""

JOINED = "joined: a colleague had signed before"


class SamePerson(DomainError):
    """The other person would be the same mailbox."""

    status = 422
    message = N_("This is the address that signed. Please give that of somebody else.")


class NotOfTheOrganisation(DomainError):
    """Only at a domain that somebody else has established is a mailbox the organisation's own."""

    status = 422
    message = N_(
        "A second person counts only with an address at a domain that the hosts have checked for "
        "this organisation, and this is none. The hosts check the endorsement by hand."
    )


class SignedAlready(Over):
    """The mailbox that would take over has endorsed the paper itself."""

    status = 409
    heading = N_("Nothing was changed")
    message = N_(
        "The address that would take this over has endorsed the paper itself, so it cannot."
    )
    ways = OfferOver.ways


@command
def ask(endorsement: Endorsement, sort: str, person: ContactDraft) -> None:
    """Ask `person` to take an endorsement over ("successor") or to vouch for it ("second").

    An older open question of the same sort is over. Raises `SamePerson`, `NotOfTheOrganisation`,
    `SignedInPerson`, or `TransitionRefused` for what is neither confirmed nor published.
    """
    row = revising.standing(endorsement)
    policy.require_transferable(row.capacity)
    key = address_key(person.email)
    if key == row.address_key:
        raise SamePerson
    if sort == "second" and not is_of_the_organisation(person.email, row):
        raise NotOfTheOrganisation
    _end_open(row.id, sort)
    contact = _contact(person, row.contact)
    offer = _offer(row, sort, contact, key)
    write = emails.please_take_over if sort == "successor" else emails.please_vouch
    post(write(offer), about=offer.stamp, scope=row.public_id)


@command
def ask_to_join(duplicate: Endorsement, listed: Endorsement) -> None:
    """Ask the contact of the listed endorsement whether a colleague who signed again may take over.

    Raises `OfferOver` when there is nobody to ask or nothing to take over.
    """
    row = revising.lock(listed)
    double = revising.lock(duplicate)
    holder, colleague = row.contact, double.contact
    is_twin = row.state == State.PUBLISHED and double.state == State.CONFIRMED
    if holder is None or colleague is None or not is_twin:
        raise OfferOver
    _end_open(row.id, "colleague")
    offer = _offer(row, "colleague", colleague, double.address_key or "")
    offer.duplicate_id = double.id
    post(emails.please_hand_over(offer), about=offer.stamp, scope=row.public_id)


def read(token: str) -> Offer:
    """Return the open question that a link asks; raise a `LinkUnusable` that says why not."""
    [stamp] = reader.read(OFFER, token)
    offer = db.session.scalar(select(Offer).where(Offer.stamp == stamp))
    if offer is None or not stands(offer):
        raise OfferOver
    return offer


@command
def answer(offer: Offer, *, yes: bool) -> Outcome:
    """Carry out the answer once, tell whom it concerns, and return what has come of it.

    Raises `OfferOver`, `SignedAlready`, and then changes nothing.
    """
    row = revising.lock(offer.endorsement)
    db.session.refresh(offer, with_for_update=True)
    if not stands(offer):
        raise OfferOver
    before, readers = row.state, _readers(offer)
    offer.answer, offer.answered_at = "yes" if yes else "no", clock.now()
    trail.record(f"offer_{offer.sort}", row.public_id, actor=trail.SIGNATORY, answer=offer.answer)
    if yes:
        _ACCEPT[offer.sort](offer)
    else:
        _decline(offer)
    disputed = row.contested_at is not None
    outcome = Outcome(offer.sort, yes, standing(before, row.state, disputed=disputed))
    for write, to, language in readers:
        mail = write(row, outcome, to=to, language=language)
        post(mail, about=row.public_id, priority=ORDINARY, scope=f"{row.public_id}/answered")
    return outcome


@command
def forget(endorsement: Endorsement) -> None:
    """Delete what was asked about an endorsement that was withdrawn, and whom; end the rest."""
    about = Offer.endorsement_id == endorsement.id
    for offer in db.session.scalars(select(Offer).where(about)).all():
        contact = offer.contact if offer.sort != "colleague" else None
        cancel(offer.stamp)
        db.session.delete(offer)
        db.session.flush()
        if contact is not None:
            contacts.erase(contact)
    end([endorsement.id])


@command
def end(row_ids: Sequence[int]) -> None:
    """End every open question about endorsements, by key, or asked by them as a colleague's.

    Whoever was asked is erased, and what was to be mailed to them is taken back. It is not noted
    down: what is erased again after an older backup ends them again.
    """
    concerned = Offer.endorsement_id.in_(row_ids) | Offer.duplicate_id.in_(row_ids)
    for offer in db.session.scalars(select(Offer).where(Offer.answer == "open", concerned)).all():
        _end(offer, db.session.delete)


@command
def forget_unanswered() -> None:
    """End what nobody has answered while its link worked, and erase who was asked.

    They handed nothing in, and nobody promised them anything: nothing else would erase them.
    """
    old = (Offer.answer == "open", Offer.asked_at < clock.now() - OFFER_LASTS)
    for offer in db.session.scalars(select(Offer).where(*old).limit(PORTION)).all():
        _end(offer)


def _readers(offer: Offer) -> list[tuple[Callable[..., Email], str, str]]:
    """Return who hears of an answer: the e-mail that says it, the address, the language.

    To be asked before the answer is carried out: it may part them from the entry.
    """
    row, colleague = offer.endorsement, offer.contact
    readers: list[tuple[Callable[..., Email], str, str]] = []
    if row.contact is not None:
        readers.append((emails.answered, row.contact.email, row.language))
    if offer.duplicate_id is not None and colleague is not None:
        duplicate = db.session.get_one(Endorsement, offer.duplicate_id)
        readers.append((emails.colleague_answered, colleague.email, duplicate.language))
    return readers


def _take_over(offer: Offer) -> None:
    row, contact = offer.endorsement, offer.contact
    if contact is None:
        raise OfferOver
    live = select(Endorsement.id).where(
        Endorsement.paper_id == row.paper_id,
        Endorsement.address_key == offer.address_key,
        Endorsement.state.in_(LIVE),
        Endorsement.id.not_in([row.id, offer.duplicate_id or 0]),
    )
    if db.session.scalars(live).first() is not None:
        raise SignedAlready
    offer.contact = None
    if offer.duplicate_id is not None:
        _set_aside(db.session.get_one(Endorsement, offer.duplicate_id))
    _part_from_holder(row)
    revising.change_contact(row, contact, offer.address_key)


def _part_from_holder(row: Endorsement) -> None:
    """End what its contact has asked others, and take back what was to be mailed to them."""
    for sort in OFFERS:
        _end_open(row.id, sort)
    if row.contact is not None:
        cancel_to(row.contact.email, row.public_id)


def _set_aside(duplicate: Endorsement) -> None:
    kind = kind_of(duplicate)
    double = revising.lock(duplicate)
    if double.state == State.CONFIRMED:
        workflow.set_aside(kind, double, JOINED)
    double.contact = double.address_key = None
    db.session.flush()
    tell(Parted(double))


def _vouch(offer: Offer) -> None:
    """Raise the evidence, and publish what waited for no more than that: no lead is overruled."""
    row, kind = offer.endorsement, kind_of(offer.endorsement)
    if row.evidence != "checked":
        row.evidence = "second"
    undecided = row.state == State.CONFIRMED and row.decided_at is None
    if undecided and row.contested_at is None and not kind.lifecycle.needs_moderation(row):
        workflow.publish(kind, row)


_ACCEPT: dict[str, Callable[[Offer], None]] = {
    "successor": _take_over,
    "colleague": _take_over,
    "second": _vouch,
}


def _decline(offer: Offer) -> None:
    """Forget whom it was offered to. A no of the second person whom it asked itself is a doubt."""
    row, contact = offer.endorsement, offer.contact
    if offer.sort == "colleague" or contact is None:
        return
    offer.contact = None
    db.session.flush()
    contacts.erase(contact)
    if offer.sort == "second" and row.state == State.PUBLISHED:
        workflow.unpublish(kind_of(row), row)


def _end_open(endorsement_id: int, sort: str) -> None:
    about = (Offer.endorsement_id == endorsement_id, Offer.sort == sort, Offer.answer == "open")
    for older in db.session.scalars(select(Offer).where(*about)).all():
        _end(older)


def _end(offer: Offer, erase: Callable[[Contact], None] = contacts.erase) -> None:
    offer.answer, offer.answered_at = "no", clock.now()
    cancel(offer.stamp)
    contact, offer.contact = offer.contact, None
    db.session.flush()
    if contact is not None and offer.sort != "colleague":
        erase(contact)


def _contact(person: ContactDraft, holder: Contact | None) -> Contact:
    """Return a new person, kept no longer than the one who asks: what stands was promised there."""
    contact = Contact(
        id=new_public_id(),
        name=person.name,
        role=person.role,
        email=person.email,
        updates_wording=None,
        created_at=clock.now(),
        erase_after=holder and holder.erase_after,
        promised_until=holder and holder.promised_until,
        promised_months=holder and holder.promised_months,
    )
    db.session.add(contact)
    return contact


def _offer(row: Endorsement, sort: str, contact: Contact, key: str) -> Offer:
    offer = Offer(
        stamp=new_public_id(),
        sort=sort,
        endorsement=row,
        contact=contact,
        address_key=key,
        holder_key=row.address_key or "",
        asked_at=clock.now(),
        answer="open",
    )
    db.session.add(offer)
    db.session.flush()
    return offer
