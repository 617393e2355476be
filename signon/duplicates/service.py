"""Commands of this capability: merge, part again, and say that two are two."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import delete, select

from signon.audit import trail
from signon.duplicates import locks, pairs, plans, policy, queries
from signon.duplicates.models import OrganisationMerge, OrganisationsApart
from signon.duplicates.plans import Choice, Plan
from signon.duplicates.undo import Undo, endorsements_of, put_back
from signon.endorsements import publication
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel import clock
from signon.kernel.errors import Changed
from signon.kernel.upsert import insert_for
from signon.organisations import service as organisations
from signon.submissions import workflow
from signon.submissions.models import new_public_id
from signon.submissions.states import Action, State
from signon.transaction import command

Endorsements = dict[int, Endorsement]


@command
def merge(
    ids: tuple[int, int], choice: Choice, *, mine: Collection[int], moderator: str, note: str
) -> str:
    """Make two records one, exactly as `choice.seen` showed it; return the public id of the merge.

    `ids` are the row numbers of the record that stays and of the other. An entry that leaves its
    list is held with `note`. Raises `NeedsMoreRights` unless all of it lies in campaigns `mine`,
    `ChoiceMissing`, or `Changed` when anything is not as the lead saw it.
    """
    endorsements, records = locks.lock(ids)
    if any(record.merged_into_id is not None for record in records.values()):
        raise Changed
    plan = plans.plan(*ids, choice.name)
    policy.require_rights(plan.campaigns, mine)
    if plan.seen != choice.seen:
        raise Changed
    policy.require_one_each(plan.on_one_list, choice.stays)
    before: dict[str, Any] = {
        "stayed": [entry.row_id for entry in plan.kept.entries],
        "held": _put_aside(plan, choice, endorsements, moderator=moderator, note=note),
        "moved": _move(plan, endorsements),
        "renamed": _rename(plan, endorsements),
    }
    gained = organisations.absorb(records[ids[0]], records[ids[1]])
    before["names"] = [{"id": name.id, "key": name.key} for name in gained]
    pairs.remove_of(ids[1])
    pairs.note_everywhere([ids[0]])
    pairs.mark_apart(plan.campaigns)
    return _note_merge(plan, before, moderator)


@command
def undo(merge_id: int, *, mine: Collection[int], moderator: str) -> OrganisationMerge:
    """Part what was merged, as far as nobody has changed it since; twice is harmless.

    What was changed is left alone and noted in `left_alone`. Raises `NeedsMoreRights`, or
    `MergedFurther` while the record that stayed is itself part of another.
    """
    done = db.session.scalars(
        select(OrganisationMerge)
        .where(OrganisationMerge.id == merge_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    if done.undone_at is not None:
        return done
    ids = (done.kept_id, done.merged_id)
    endorsements, records = locks.lock(ids, endorsements_of(done.before))
    policy.require_rights(queries.campaigns_of(ids), mine)
    policy.require_last(records[done.kept_id].merged_into_id is not None)
    done.left_alone = put_back(
        Undo(done.before, records[ids[0]], records[ids[1]], endorsements, moderator)
    )
    done.undone_at, done.undone_by = clock.now(), moderator
    _compare_anew(ids, endorsements)
    trail.record(
        "part_organisations",
        records[done.kept_id].public_id,
        actor=moderator,
        merged=records[done.merged_id].public_id,
        merge=done.public_id,
        left_alone=len(done.left_alone),
    )
    return done


@command
def tell_apart(pair: tuple[int, int], campaign_id: int, *, moderator: str) -> str:
    """Remember that two records are two bodies; return the public id of that. Twice is harmless."""
    low, high = sorted(pair)
    place = {"campaign_id": campaign_id, "low_id": low, "high_id": high}
    said = {"public_id": new_public_id(), "said_at": clock.now(), "said_by": moderator}
    fresh = insert_for(db.session, OrganisationsApart.__table__).values(**place, **said)
    db.session.execute(fresh.on_conflict_do_nothing(index_elements=list(place)))
    wanted = select(OrganisationsApart.public_id).filter_by(**place)
    public_id = db.session.scalars(wanted).one()
    if public_id == said["public_id"]:
        trail.record("tell_organisations_apart", public_id, actor=moderator, campaign=campaign_id)
    pairs.mark_apart([campaign_id])
    return public_id


@command
def take_back(public_id: str, campaign_id: int, *, moderator: str) -> None:
    """Forget that two records are two; they may be suggested again. Twice is harmless."""
    said = OrganisationsApart.public_id == public_id
    of_campaign = OrganisationsApart.campaign_id == campaign_id
    gone: Any = db.session.execute(delete(OrganisationsApart).where(said, of_campaign))
    if gone.rowcount:
        trail.record("take_back_apart", public_id, actor=moderator, campaign=campaign_id)
        pairs.mark_apart([campaign_id])


def _compare_anew(ids: Collection[int], endorsements: Endorsements) -> None:
    """Let the worker compare two records that are parted again, wherever either stood."""
    db.session.flush()
    papers = {row.paper_id for row in endorsements.values()}
    pairs.note(((paper_id, number) for paper_id in papers for number in ids), left=papers)
    pairs.mark_apart(queries.campaigns_of(ids))


def _put_aside(
    plan: Plan, choice: Choice, endorsements: Endorsements, *, moderator: str, note: str
) -> list[dict[str, Any]]:
    """Hold what leaves its list; what a lead had noted there before stays before our note."""
    held = []
    for entry in plan.put_aside(choice.stays):
        row = endorsements[entry.row_id]
        notes = "\n".join(filter(None, (row.decision_note, note)))
        workflow.decide(
            row, Action.UNPUBLISH, revision=row.revision, moderator=moderator, note=notes
        )
        held.append({"id": row.id, "note": note})
    db.session.flush()
    return held


def _move(plan: Plan, endorsements: Endorsements) -> list[int]:
    for entry in plan.moved:
        endorsements[entry.row_id].organisation_id = plan.kept.id
    db.session.flush()
    return [entry.row_id for entry in plan.moved]


def _rename(plan: Plan, endorsements: Endorsements) -> list[dict[str, Any]]:
    renamed = []
    for entry in plan.renamed:
        row = endorsements[entry.row_id]
        if row.state == State.PUBLISHED:
            renamed.append({"id": row.id, "was": row.name, "became": plan.name})
            row.name = plan.name
            db.session.flush()
            publication.refresh(row)
    return renamed


def _note_merge(plan: Plan, before: dict[str, Any], moderator: str) -> str:
    done = OrganisationMerge(
        public_id=new_public_id(),
        kept_id=plan.kept.id,
        merged_id=plan.merged.id,
        done_at=clock.now(),
        done_by=moderator,
        before=before,
    )
    db.session.add(done)
    trail.record(
        "merge_organisations",
        plan.kept.public_id,
        actor=moderator,
        merged=plan.merged.public_id,
        merge=done.public_id,
        moved=len(before["moved"]),
        held=len(before["held"]),
        renamed=len(before["renamed"]),
    )
    return done.public_id
