"""Commands of this capability: write a text, open and close a paper."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.exc import IntegrityError

from signon.audit import trail
from signon.campaigns import queries as campaigns
from signon.events import tell
from signon.extensions import db
from signon.kernel import clock, slugs
from signon.papers import policy, rules
from signon.papers.drafts import PaperDraft
from signon.papers.events import DraftDeleted, TimeZoneChanged
from signon.papers.models import Paper, PaperSlug, PaperVersion
from signon.papers.texts import bases, blockkeys, copying, priorities, versions
from signon.site import changes as public_changes
from signon.submissions.models import new_public_id
from signon.transaction import command


@command
def begin(draft: PaperDraft, *, actor: str) -> PaperVersion:
    """Store the first text of a new paper, a draft until it is opened; return its version.

    Raises `slugs.SlugUnusable`, or `policy.SlugTaken` where a paper has that name.
    """
    if _paper(draft.slug) is not None:
        raise policy.SlugTaken(name=draft.slug)
    try:
        with db.session.begin_nested():
            return _write(draft, actor)
    except IntegrityError:  # somebody else began one of that name in this moment
        raise policy.SlugTaken(name=draft.slug) from None


@command
def write(draft: PaperDraft, *, actor: str, based_on: str | None = None) -> PaperVersion:
    """Store a text: a new paper, a translation, or a changed text; return its version.

    A text that people may have signed is never changed: it becomes a new version, classed and
    described as the draft says. The text of a draft paper is simply replaced. The dates of one that
    has been opened are changed by `set_rules` alone: a translation moves no deadline.
    `based_on` is the SHA-256 (hex) of the text that the writer had before them, "" for none; None
    asks nothing. Raises `policy.TextChanged` when another stands there by now, and
    `slugs.SlugUnusable` for a new paper whose name cannot stand in an address.
    """
    paper = _paper(draft.slug)
    if based_on is not None and _hash_of(paper, draft.text.language) != based_on:
        raise policy.TextChanged
    return _write(draft, actor)


def _write(draft: PaperDraft, actor: str) -> PaperVersion:
    paper = _paper(draft.slug) or _begin(draft, actor)
    if paper.state == "draft":
        _set_dates(paper, draft)
    before = blockkeys.known(versions.current(paper))
    was = bases.before(paper, draft.text.language)
    version = versions.version_for(paper, draft)
    _number(version)
    _set_choices(paper, draft)
    db.session.flush()
    blockkeys.give(version, before, was.known)
    bases.follow(version, draft.text.language, was)
    public_changes.note("paper_itself", paper.id)
    return version


@command
def still_right(slug: str, language: str, key: str, *, actor: str, seen: str) -> None:
    """Note that a block of a translation needs no change, beside the original as it is now.

    `seen` is the SHA-256 (hex) of the original that its reader had before them. Raises
    `policy.TextChanged` when that is another one by now, or has no such block.
    """
    paper = _existing(slug)
    version = versions.current(paper)
    if version is None or not bases.confirm(version, language, key, seen):
        raise policy.TextChanged
    trail.record("keep_translation", paper.public_id, actor=actor, language=language, block=key)


@command
def rename(slug: str, new: str, *, actor: str) -> Paper:
    """Give a paper another name in addresses; the older ones lead there for ever.

    Raises `slugs.SlugUnusable`, or `policy.SlugTaken` where another paper has it or had it.
    """
    paper = _existing(slug)
    slugs.require(new)
    try:
        with db.session.begin_nested():
            _take_slug(paper, new)
            paper.slug = new
    except IntegrityError:
        raise policy.SlugTaken(name=new) from None
    public_changes.note("paper_itself", paper.id)
    trail.record("rename_paper", paper.public_id, actor=actor, before=slug, after=new)
    return paper


@command
def clone(slug: str, new: str, *, actor: str) -> Paper:
    """Begin a draft with the texts and rules of a paper; no dates come along, and no signatories.

    What of its translations is behind the original stays so. Raises as `begin`.
    """
    source = _existing(slug)
    original, *translations = copying.texts_of(source)
    version = begin(copying.draft_of(source, new, original, {}), actor=actor)
    keys = copying.keys_between(original, version.texts[0])
    for text in translations:
        _write(copying.draft_of(source, new, text, keys), actor)
    bases.copy_older(original.version, version, keys)
    paper = _existing(new)
    for name in rules.NAMES:
        if name not in rules.DATES:
            setattr(paper, name, getattr(source, name))
    trail.record("clone_paper", paper.public_id, actor=actor, of=source.public_id)
    return paper


@command
def delete_draft(slug: str, *, actor: str) -> None:
    """Delete a paper that was never public, with all its texts. Raises `policy.NotADraft`."""
    paper = _existing(slug)
    if paper.state != "draft":
        raise policy.NotADraft
    trail.record("delete_draft", paper.public_id, actor=actor)
    tell(DraftDeleted(paper.id))
    copying.delete_rows(paper)


@command
def open_paper(slug: str, *, actor: str) -> Paper:
    """Let a paper be endorsed between its dates. Raises `NothingToOpen` without a text.

    Raises `NobodyToAsk` where the campaign is from before hosts had to have a contact.
    A closing date that has passed no longer counts: who opens a paper wants it open.
    """
    paper = _existing(slug)
    if not paper.versions:
        raise policy.NothingToOpen
    if not paper.campaign.contact:
        raise policy.NobodyToAsk
    if paper.closes_at is not None and paper.closes_at <= clock.now():
        paper.closes_at = None
    paper.state, paper.closed_at = "open", None
    public_changes.note("paper_itself", paper.id)
    trail.record("open_paper", paper.public_id, actor=actor)
    return paper


@command
def close_paper(slug: str, *, actor: str) -> Paper:
    """End the endorsing of a paper now, whatever its dates say.

    What was handed in before can be confirmed for one more day, as at a closing date.
    A paper without a closing date has one from now on: contacts are erased so long after it.
    """
    paper = _existing(slug)
    if paper.state != "closed":
        paper.closed_at = clock.now()
    if paper.closes_at is None and paper.opens_at < clock.now():
        paper.closes_at = clock.now()
    if paper.soft_closes_at is not None and paper.closes_at is not None:
        paper.soft_closes_at = min(paper.soft_closes_at, paper.closes_at)
    paper.state = "closed"
    public_changes.note("paper_itself", paper.id)
    trail.record("close_paper", paper.public_id, actor=actor)
    return paper


@command
def set_rules(slug: str, *, actor: str, **changes: Any) -> Paper:
    """Change some of the rules of a paper, by the names in `rules.NAMES`.

    Raises `RuleRefused` or `NothingToChoose` for what cannot be, and then changes nothing.
    """
    paper = _existing(slug)
    rules.require_known(changes)
    rules.require_possible(changes)
    if "publish_grades" in changes:
        changes["publish_grades"] = rules.in_order(changes["publish_grades"])
    _require_parts_to_choose(paper, bool(changes.get("allows_parts")))
    changed = {name: value for name, value in changes.items() if getattr(paper, name) != value}
    require_dates(paper, changes)
    if changed:
        _change(paper, changed, actor)
    return paper


@command
def move_dates(slug: str, *, actor: str, reopen: bool = False, **dates: Any) -> Paper:
    """Change when a paper opens and closes, by the names in `rules.DATES`, and its late desk.

    With `reopen` one that was closed by hand is open again until its new date. Raises as
    `set_rules`.
    """
    paper = set_rules(slug, actor=actor, **dates)
    if reopen and paper.state == "closed":
        open_paper(slug, actor=actor)
    return paper


def require_dates(paper: Any, changes: Mapping[str, Any]) -> None:
    """Raise `RuleRefused` for dates that a paper (row or public shape) cannot have."""
    changed = {name: value for name, value in changes.items() if getattr(paper, name) != value}
    rules.require_ahead(changed, clock.now())
    rules.require_opening_ahead(changed, policy.status(paper, clock.now()))
    rules.require_order(**{n: changes.get(n, getattr(paper, n)) for n in rules.DATES})


def _change(paper: Paper, changed: dict[str, Any], actor: str) -> None:
    """Set rules and note them, with the dates as they were before."""
    before = {f"{n}_before": _plain(getattr(paper, n)) for n in changed if n in rules.DATES}
    for name, value in changed.items():
        setattr(paper, name, value)
    public_changes.note("paper_itself", paper.id)
    said = {name: _plain(value) for name, value in changed.items()}
    trail.record("set_rules", paper.public_id, actor=actor, **said, **before)


def _plain(value: Any) -> str | int | bool | None:
    return value.isoformat() if isinstance(value, datetime) else value


def _paper(slug: str) -> Paper | None:
    return db.session.scalar(_held(slug))


def _existing(slug: str) -> Paper:
    return db.session.scalars(_held(slug)).one()


def _held(slug: str) -> Select[Any]:
    # Its key never changes. A stronger lock would keep out whoever refers to it, and they may hold
    # the list that a listener here has to wait for.
    return select(Paper).where(Paper.slug == slug).with_for_update(key_share=True)


def _begin(draft: PaperDraft, actor: str) -> Paper:
    slugs.require(draft.slug)
    campaign = campaigns.campaign_by_slug(draft.campaign)
    paper = Paper(
        public_id=new_public_id(),
        campaign_id=campaign.id,
        slug=draft.slug,
        kind=draft.kind,
        host=draft.host or campaign.host,
        time_zone=campaign.time_zone,
        opens_at=draft.opens_at or clock.now(),
        created_at=clock.now(),
        state="draft",
    )
    db.session.add(paper)
    db.session.flush()
    _take_slug(paper, draft.slug)
    trail.record("begin_paper", paper.public_id, actor=actor)
    return paper


def _take_slug(paper: Paper, slug: str) -> None:
    """Note a name of a paper for ever; raise `policy.SlugTaken` where it is another one's."""
    known = db.session.get(PaperSlug, slug)
    if known is not None and known.paper_id != paper.id:
        raise policy.SlugTaken(name=slug)
    if known is None:
        db.session.add(PaperSlug(slug=slug, paper_id=paper.id, created_at=clock.now()))


def _set_dates(paper: Paper, draft: PaperDraft) -> None:
    given: dict[str, datetime | None] = {
        "opens_at": draft.opens_at,
        "closes_at": draft.closes_at,
        "soft_closes_at": draft.soft_closes_at,
    }
    before = paper.time_zone
    changed = {name: value for name, value in given.items() if getattr(paper, name) != value}
    rules.require_ahead(changed, clock.now())
    for name, value in given.items():
        if value is not None:
            setattr(paper, name, value)
    if draft.time_zone:
        paper.time_zone = draft.time_zone
    if draft.late_desk is not None:
        paper.late_desk = draft.late_desk
    rules.require_order(paper.opens_at, paper.soft_closes_at, paper.closes_at)
    db.session.flush()
    if before not in (None, paper.time_zone):
        tell(TimeZoneChanged(paper.id))


def _set_choices(paper: Paper, draft: PaperDraft) -> None:
    """Set what the file says of parts and reservations; None leaves a rule as it is."""
    _require_parts_to_choose(paper, bool(draft.allows_parts))
    if draft.allows_parts is not None:
        paper.allows_parts = draft.allows_parts
    if draft.allows_reservations is not None:
        paper.allows_reservations = draft.allows_reservations


def _require_parts_to_choose(paper: Paper, wanted: bool) -> None:
    current = versions.current(paper)
    if wanted and (current is None or len(priorities.numbers(current.priorities)) < 2):
        raise policy.NothingToChoose


def _hash_of(paper: Paper | None, language: str) -> str:
    current = versions.current(paper) if paper is not None else None
    texts = current.texts if current is not None else []
    return next((text.sha256 for text in texts if text.language == language), "")


def _number(version: PaperVersion) -> None:
    """Note which priorities the original of a version has."""
    original = version.authoritative_language
    contents = next(text.contents for text in version.texts if text.language == original)
    version.priorities = priorities.written(priorities.of_contents(contents, original))
