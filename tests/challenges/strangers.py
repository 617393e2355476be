"""What strangers can do about an organisation that is not theirs, one verb each.

They have mailboxes at two domains of their own, sign what they like, and open every link that is
mailed to them. Each scene has an organisation and strangers of its own, so that many can be played
in one database. Whatever the service comes to offer the public belongs into `ACTS`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from signon.adding.network import service as networks
from signon.adding.network.drafts import MemberDraft, NetworkDraft
from signon.adding.network.models import NetworkList
from signon.audit import trail
from signon.challenges import links, service
from signon.challenges.capability import CHALLENGE
from signon.challenges.drafts import ChallengeDraft
from signon.challenges.models import Challenge
from signon.endorsements import service as endorsements
from signon.endorsements.capability import ENDORSEMENT
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.jobs.models import Job
from signon.kernel.errors import DomainError
from signon.outbox.addresses import address_key
from signon.outbox.post import Email, Link, from_payload
from signon.papers.queries import PublicPaper
from signon.signatories.models import Signatory
from signon.space import handover, offers
from signon.space import service as space
from signon.space.models import Offer
from signon.submissions import workflow
from signon.submissions.drafts import ContactDraft
from signon.submissions.kinds import kind_of
from signon.submissions.states import LIVE, State
from tests.challenges.scene import checked
from tests.factories import a_draft

STANDS = ("confirmed", "published")


@dataclass
class Scene:
    """One organisation, where it has signed, and the strangers who are after its entries."""

    number: int
    here: PublicPaper
    there: PublicPaper
    mailbox: str
    """The organisation's: at its own domain, or where anybody may have one."""
    since: int = 0
    """The number of the last job that was there before the scene began."""

    @property
    def name(self) -> str:
        return f"Genuine {self.number}"

    @property
    def website(self) -> str:
        return f"https://genuine{self.number}.org/"

    @property
    def evil_website(self) -> str:
        return f"https://evil{self.number}.net/"

    def stranger(self, who: str) -> str:
        """Return the mailbox of a stranger; those with an "o" live at another domain."""
        return f"{who}@{'other-' if 'o' in who else ''}evil{self.number}.net"

    def sign(self, paper: PublicPaper, email: str, **changes: Any) -> Endorsement | None:
        """Sign in the organisation's name and confirm it; None where this mailbox has signed."""
        draft = {"name": self.name, "website": self.website, "email": email, **changes}
        endorsements.endorse(paper, a_draft(**draft))
        row = db.session.scalars(_of(email).where(Endorsement.paper_id == paper.id)).first()
        if row is None or row.state != State.SUBMITTED:
            return None
        confirmed = workflow.confirm(ENDORSEMENT, row)
        assert isinstance(confirmed, Endorsement)
        return confirmed

    def genuine(self) -> list[Endorsement]:
        """Return what the organisation itself has signed."""
        return list(db.session.scalars(_of(self.mailbox)))

    def evil(self) -> list[Endorsement]:
        """Return what stands or waits in the hands of strangers."""
        who = [self.stranger(one) for one in ("a", "b", "c", "oa", "ob", "heir")]
        keys = [address_key(one) for one in who]
        wanted = select(Endorsement).where(
            Endorsement.address_key.in_(keys), Endorsement.state.in_(STANDS)
        )
        return list(db.session.scalars(wanted.order_by(Endorsement.id)))

    def mailed(self, to: str = "") -> Iterator[Email]:
        """Yield what was mailed since the scene began: to the strangers, or to one address."""
        wanted = select(Job.payload).where(Job.kind == "email", Job.id > self.since)
        for payload in db.session.scalars(wanted.order_by(Job.id)).all():
            mail = from_payload(payload or {})
            if mail.to == to or (not to and f"evil{self.number}.net" in mail.to):
                yield mail


def picture(scene: Scene) -> list[tuple[Any, ...]]:
    """Return everything that stands under the organisation's entries, and in whose hands."""
    db.session.rollback()
    db.session.expire_all()
    seen: list[tuple[Any, ...]] = []
    for row in scene.genuine():
        line = db.session.scalar(select(Signatory).where(Signatory.public_id == row.public_id))
        shown = {} if line is None else {c: getattr(line, c) for c in _LINE}
        mailbox = row.contact.email if row.contact else ""
        seen.append((row.public_id, row.state, row.contested_at, row.evidence, mailbox, shown))
    return seen


def squat_here(scene: Scene) -> None:
    scene.sign(scene.here, scene.stranger("a"), website=scene.evil_website)


def squat_there(scene: Scene) -> None:
    scene.sign(scene.there, scene.stranger("a"), website=scene.evil_website)


def pose_here(scene: Scene) -> None:
    scene.sign(scene.here, scene.stranger("oa"))


def pose_there(scene: Scene) -> None:
    scene.sign(scene.there, scene.stranger("oa"))


def look_alike(scene: Scene) -> None:
    """Sign under a name that looks like the organisation's; it waits, with any evidence."""
    for paper in (scene.here, scene.there):
        fake = {"name": f"{scene.name} (official)", "website": scene.evil_website}
        row = scene.sign(paper, scene.stranger("b"), **fake)
        assert row is None or row.state == State.CONFIRMED


def let_each_other_vouch(scene: Scene) -> None:
    for row in scene.evil():
        _ask(row, "second", scene.stranger("ob"))


def hand_over(scene: Scene) -> None:
    for row in scene.evil():
        _ask(row, "successor", scene.stranger("heir"))


def challenge(scene: Scene) -> None:
    """Challenge every entry of the organisation, with a mailbox of each domain."""
    for row in scene.genuine():
        paper = scene.here if row.paper_id == scene.here.id else scene.there
        for who in ("a", "oa"):
            draft = ChallengeDraft("Eve", "Chair", scene.stranger(who), "Not us.", "en")
            try:
                service.challenge(paper, row.public_id, draft)
            except NotFound:  # it is not on the list any more: the picture will tell
                continue
            for one in db.session.scalars(_challenges(scene, State.SUBMITTED)).all():
                workflow.confirm(CHALLENGE, one)


def press_every_link(scene: Scene) -> None:
    """Open what was mailed to strangers and say yes to all of it, as a colleague or a contact."""
    for mail in list(scene.mailed()):
        for url in [part.url for part in mail.parts if isinstance(part, Link)]:
            _, _, token = url.rpartition("/")
            for door, act in _DOORS.items():
                if f"/{door}/" in url:
                    _try(partial(act, token))


def rename(scene: Scene) -> None:
    """Let a lead check an entry of another name, and then give it the organisation's."""
    own = {"name": f"Harmless {scene.number}", "website": scene.evil_website}
    row = scene.sign(scene.there, scene.stranger("b"), **own)
    if row is not None:
        _correct(checked(row), name=scene.name)


def restate(scene: Scene) -> None:
    """Let every entry of strangers state the organisation's website, and their own again."""
    for website in (scene.website, scene.evil_website):
        for row in scene.evil():
            _correct(row, website=website)


def speak_for_it_as_a_network(scene: Scene) -> None:
    """Hand in a list of members on both papers: it, with a stranger's mailbox and with its own."""
    for paper in (scene.here, scene.there):
        mailboxes = (scene.stranger("c"), scene.mailbox if paper is scene.here else "")
        own = {"country": "BE", "organisation_kind": "ngo", "website": scene.evil_website}
        members = tuple(MemberDraft(scene.name, email=one, **own) for one in mailboxes)
        who = (f"Network {scene.number}", "Eve", "Chair", scene.stranger("a"), "en")
        networks.hand_in(paper, NetworkDraft(*who, members))
        wanted = select(NetworkList).where(NetworkList.paper_id == paper.id)
        for row in db.session.scalars(wanted.where(NetworkList.state == State.SUBMITTED)).all():
            workflow.confirm(kind_of(row), row)
            networks.write_down(row.public_id)


def take_back(scene: Scene) -> None:
    """Withdraw a challenge and disown another, and withdraw what was signed first."""
    for number, one in enumerate(db.session.scalars(_challenges(scene, *LIVE)).all()):
        if number % 2:
            workflow.disown(CHALLENGE, one)
        else:
            workflow.withdraw(CHALLENGE, one, actor=trail.SIGNATORY)
    for row in scene.evil()[:1]:
        space.withdraw(row, "")


ACTS: tuple[Callable[[Scene], None], ...] = (
    squat_here,
    squat_there,
    pose_here,
    pose_there,
    let_each_other_vouch,
    hand_over,
    challenge,
    press_every_link,
    rename,
    restate,
    take_back,
    look_alike,
    speak_for_it_as_a_network,
)

_LINE = tuple(column.name for column in Signatory.__table__.columns if column.name != "id")


def _join(token: str) -> None:
    offers.ask_to_join(*handover.read(token))


def _say_yes(token: str) -> None:
    offers.answer(offers.read(token), yes=True)


def _did_not_sign(token: str) -> None:
    service.challenge_as_known(*links.read_did_not_sign(token))


_DOORS: dict[str, Callable[[str], None]] = {
    "join": _join,
    "offers": _say_yes,
    "did-not-sign": _did_not_sign,
}


def _try(act: Callable[[], object]) -> None:
    try:
        act()
    except DomainError:
        db.session.rollback()


def _ask(row: Endorsement, sort: str, email: str) -> None:
    def ask_and_answer() -> None:
        offers.ask(row, sort, ContactDraft("Eve", "Chair", email))
        newest = select(Offer).order_by(Offer.id.desc()).limit(1)
        offers.answer(db.session.scalars(newest).one(), yes=True)

    _try(ask_and_answer)


def _correct(row: Endorsement, **changes: str) -> None:
    names = ("name", "acronym", "country", "organisation_kind", "website", "statement")
    details = {name: getattr(row, name) for name in names}
    _try(partial(space.correct, row, {**details, **changes}))


def _of(email: str) -> Any:
    of_mailbox = Endorsement.address_key == address_key(email)
    return select(Endorsement).where(of_mailbox).order_by(Endorsement.id)


def _challenges(scene: Scene, *states: State) -> Any:
    of_strangers = [address_key(scene.stranger(who)) for who in ("a", "oa")]
    mine = (Challenge.address_key.in_(of_strangers), Challenge.state.in_(states))
    return select(Challenge).where(*mine).order_by(Challenge.id)
