"""From an endorsement to its line on the public list, and what keeps it from standing there."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import and_, or_, select

from signon.endorsements.models import Endorsement
from signon.endorsements.policy import AlreadyListed, StandsInTheWay
from signon.extensions import db
from signon.kernel import clock
from signon.papers.models import PaperText, PaperVersion
from signon.signatories import fields
from signon.signatories import service as signatories
from signon.signatories.lines import Former, SignatoryLine
from signon.submissions.states import State


def publish(endorsement: Endorsement) -> None:
    """Put an endorsement on its paper's list, as `publish_all`."""
    publish_all([endorsement])


def publish_all(endorsements: Sequence[Endorsement]) -> None:
    """Put endorsements on the lists of their papers, inside the command that publishes them.

    Raises `AlreadyListed` when an organisation stands there by another endorsement, or comes twice.
    """
    for paper_id, rows in _by_paper(endorsements):
        # The list first: it is the lock that puts all changes of one list in one order.
        lock_list(paper_id)
        _require_unlisted(paper_id, rows)
        lines = dict(zip((row.public_id for row in rows), lines_of(rows), strict=True))
        hidden = [lines.pop(row.public_id) for row in rows if row.hides_name]
        if lines:
            signatories.add(paper_id, *lines.values())
        if hidden:
            signatories.add_unnamed(paper_id, *hidden)


def unpublish(endorsement: Endorsement) -> None:
    """Take an endorsement off its paper's list."""
    unpublish_all([endorsement])


def unpublish_all(endorsements: Sequence[Endorsement]) -> None:
    """Take endorsements off the lists of their papers."""
    for paper_id, rows in _by_paper(endorsements):
        signatories.remove(paper_id, *(row.public_id for row in rows))


def remember(endorsement: Endorsement) -> None:
    """Let the address of a line that its signatory took back say so, with their public reason."""
    was_shown = endorsement.published_at is not None and not endorsement.hides_name
    if endorsement.state != State.WITHDRAWN or not was_shown:
        return
    left_at, reason = endorsement.withdrawn_at or clock.now(), endorsement.withdrawal_reason or ""
    former = Former(endorsement.public_id, left_at, reason, endorsement.written_in)
    signatories.remember(endorsement.paper_id, former)


def forget_reason(endorsement: Endorsement) -> None:
    """Take down the reason that the address of a former line shows."""
    signatories.forget_reason(endorsement.paper_id, endorsement.public_id)


def refresh(endorsement: Endorsement) -> None:
    """Let the list show a published endorsement as it is now."""
    if endorsement.state == State.PUBLISHED:
        unpublish(endorsement)
        publish(endorsement)


def lock_list(paper_id: int) -> None:
    """Keep everybody else from changing a list until the running command ends."""
    signatories.lock_list(paper_id)


def lines_of(endorsements: Sequence[Endorsement]) -> list[SignatoryLine]:
    """Return what the public may know of endorsements."""
    signed = (
        select(PaperText.id, PaperVersion.number, PaperText.language)
        .join(PaperVersion, PaperText.version_id == PaperVersion.id)
        .where(PaperText.id.in_({row.text_id for row in endorsements}))
    )
    texts = {text.id: text for text in db.session.execute(signed)}
    return [_line_of(row, texts[row.text_id]) for row in endorsements]


def _line_of(endorsement: Endorsement, text: Any) -> SignatoryLine:
    stated: dict[str, Any] = {
        field.column: getattr(endorsement, field.name) for field in fields.FIELDS
    }
    return SignatoryLine(
        **stated,
        public_id=endorsement.public_id,
        capacity=endorsement.capacity,
        language=text.language,
        written_in=endorsement.language,
        version=text.number,
        endorsed_at=endorsement.confirmed_at or clock.now(),
        is_late=endorsement.is_late,
        is_contested=endorsement.contested_at is not None,
        source=endorsement.source,
    )


def is_listed(endorsement: Endorsement) -> bool:
    """Tell whether the organisation is published under this paper by another endorsement."""
    return in_the_way(endorsement) is not None


def require_unlisted(endorsement: Endorsement) -> None:
    """Raise `StandsInTheWay` where the organisation is published by another endorsement."""
    listed = in_the_way(endorsement)
    if listed is not None:
        raise StandsInTheWay(listed.public_id)


def in_the_way(endorsement: Endorsement) -> Endorsement | None:
    """Return the endorsement by which the organisation is published already, if there is one."""
    if endorsement.capacity != "organisation":
        return None
    return _listed_beside(endorsement.paper_id, [endorsement])


def is_disputed(endorsement: Endorsement) -> bool:
    """Tell whether another endorsement of the organisation for this paper is disputed.

    Else who signed wrongly could sign once more, while the leads look into the first one.
    """
    if endorsement.capacity != "organisation":
        return False
    others = select(Endorsement.id).where(
        Endorsement.paper_id == endorsement.paper_id,
        Endorsement.organisation_id == endorsement.organisation_id,
        Endorsement.state.in_((State.CONFIRMED, State.PUBLISHED)),
        Endorsement.contested_at.is_not(None),
        Endorsement.id != endorsement.id,
    )
    with db.session.no_autoflush:
        return db.session.scalars(others).first() is not None


def alone_of(paper_id: int, endorsements: Sequence[Endorsement]) -> list[Endorsement]:
    """Return those whose organisation no other entry lists or disputes; the first of each."""
    disputed = Endorsement.contested_at.is_not(None)
    others = select(Endorsement.organisation_id).where(
        Endorsement.paper_id == paper_id,
        Endorsement.organisation_id.in_([row.organisation_id for row in endorsements]),
        Endorsement.capacity == "organisation",
        Endorsement.id.not_in([row.id for row in endorsements]),
        or_(
            Endorsement.state == State.PUBLISHED,
            and_(Endorsement.state == State.CONFIRMED, disputed),
        ),
    )
    taken = set(db.session.scalars(others))
    alone = {row.organisation_id: row for row in reversed(endorsements)}
    return [row for number, row in reversed(alone.items()) if number not in taken]


def _by_paper(endorsements: Sequence[Endorsement]) -> Iterator[tuple[int, list[Endorsement]]]:
    """Yield what is of each paper, in one order of papers, so that nobody waits for each other."""
    rows: dict[int, list[Endorsement]] = {row.paper_id: [] for row in endorsements}
    for row in endorsements:
        rows[row.paper_id].append(row)
    yield from sorted(rows.items())


def _require_unlisted(paper_id: int, endorsements: Sequence[Endorsement]) -> None:
    ours = [row for row in endorsements if row.capacity == "organisation"]
    if len({row.organisation_id for row in ours}) < len(ours):
        raise AlreadyListed
    if ours and _listed_beside(paper_id, ours) is not None:
        raise AlreadyListed


def _listed_beside(paper_id: int, ours: Sequence[Endorsement]) -> Endorsement | None:
    """Return an endorsement by which an organisation of these is published, and none of them."""
    others = select(Endorsement).where(
        Endorsement.paper_id == paper_id,
        Endorsement.organisation_id.in_([row.organisation_id for row in ours]),
        Endorsement.state == State.PUBLISHED,
        Endorsement.capacity == "organisation",
        Endorsement.id.not_in([row.id for row in ours]),
    )
    with db.session.no_autoflush:
        return db.session.scalars(others).first()
