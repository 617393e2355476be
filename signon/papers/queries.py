"""What may be read of papers, as public shapes."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import Row, Select, bindparam, func, select
from werkzeug.exceptions import NotFound

from signon.campaigns.models import Campaign
from signon.campaigns.policy import mailbox_of
from signon.extensions import rows
from signon.kernel.prepared import Prepared, keyed, places
from signon.kernel.shapes import columns_of, filled
from signon.papers import policy
from signon.papers.models import Paper, PaperText, PaperVersion
from signon.papers.texts.differences import TextSource
from signon.papers.texts.priorities import Priority, numbers, of_contents
from signon.site import settled
from signon.site.settled import once_per_page


@dataclass(frozen=True)
class TextHead:
    """One language of a version, without its body."""

    id: int
    language: str
    title: str
    addressee: str
    summary: str
    sha256: str


@dataclass(frozen=True)
class TextBody:
    """The rendered text and its table of contents."""

    html: str
    contents: Sequence[dict[str, Any]]


@dataclass(frozen=True)
class PublicVersion:
    """One version of a paper: since when, and how it differs from the one before."""

    id: int
    number: int
    change: str
    note: str
    created_at: datetime


@dataclass(frozen=True)
class PublicPaper:
    """A paper in one of its versions, as anybody may see it."""

    id: int
    public_id: str
    slug: str
    kind: str
    state: str
    publication: str
    accepts: str
    host: str
    opens_at: datetime
    closes_at: datetime | None
    closed_at: datetime | None
    time_zone: str
    retention_months: int
    publish_grades: str
    contested_shown: str
    soft_closes_at: datetime | None
    late_desk: bool
    campaign_id: int
    campaign_slug: str
    campaign_host: str
    campaign_contact: str
    accent: str
    version_id: int
    version: int
    is_current: bool
    authoritative_language: str
    priorities: str
    allows_parts: bool
    allows_reservations: bool
    texts: tuple[TextHead, ...]

    def text(self, language: str) -> TextHead:
        """Return the text in `language`, else the authoritative one."""
        by_language = {text.language: text for text in self.texts}
        original = by_language.get(self.authoritative_language, self.texts[0])
        return by_language.get(language, original)

    def asked_text(self, language: str | None) -> str:
        """Return the language that an address asks the text in, "" where there is no such text."""
        return language if language and language in {text.language for text in self.texts} else ""

    def status(self, now: datetime) -> str:
        """Return "draft", "coming", "open" or "closed"."""
        return policy.status(self, now)

    def takes_latecomers(self, now: datetime) -> bool:
        """Tell whether it has closed and the hosts still look at who asks to join."""
        return policy.takes_latecomers(self, now)

    def asks_until(self, now: datetime) -> datetime | None:
        """Return until when signing is asked for, while that lies ahead."""
        return policy.asks_until(self, now)

    @property
    def ended_at(self) -> datetime | None:
        """Return when it closes or closed; None for no end, or where nobody knows."""
        return policy.ended_at(self)

    def still_confirmable_until(self, now: datetime) -> datetime | None:
        """Return until when people may confirm after the close, while that lies ahead."""
        return policy.still_confirmable_until(self, now)

    @property
    def retention_promise(self) -> str:
        """Return what forms say today of how long people are kept, as `keeps_promise` reads it."""
        return policy.promise(self)

    @property
    def reply_to(self) -> str:
        """Return the mailbox that reads answers to mails, "" where the host has a page instead."""
        return mailbox_of(self.campaign_contact)

    @property
    def takes_organisations(self) -> bool:
        return self.accepts != "individuals"

    @property
    def takes_individuals(self) -> bool:
        return self.accepts != "organisations"

    @property
    def takes_parts(self) -> bool:
        """Tell whether somebody may choose among its priorities: there must be two at least."""
        return self.allows_parts and len(numbers(self.priorities)) > 1


# Tables and not classes: a public page needs rows, and none of the work of an object mapper.
_PAPERS: Any = Paper.__table__
_VERSIONS: Any = PaperVersion.__table__
_TEXTS: Any = PaperText.__table__
_CAMPAIGNS: Any = Campaign.__table__

_OF_PAPER = columns_of(
    PublicPaper,
    _PAPERS,
    _VERSIONS,
    named={
        "campaign_slug": _CAMPAIGNS.c.slug,
        "campaign_host": _CAMPAIGNS.c.host,
        "campaign_contact": _CAMPAIGNS.c.contact,
        "accent": _CAMPAIGNS.c.accent,
        "version_id": _VERSIONS.c.id,
        "version": _VERSIONS.c.number,
    },
    but=("texts",),
)
_OF_TEXT = (_TEXTS.c.id.label("text_id"), *columns_of(TextHead, _TEXTS, but=("id",)))


def _papers() -> Select[Any]:
    return (
        select(*_OF_PAPER, *_OF_TEXT)
        .select_from(_PAPERS)
        .join(_CAMPAIGNS, _CAMPAIGNS.c.id == _PAPERS.c.campaign_id)
        .join(_VERSIONS, _VERSIONS.c.paper_id == _PAPERS.c.id)
        .join(_TEXTS, _TEXTS.c.version_id == _VERSIONS.c.id)
        .order_by(_TEXTS.c.id)
    )


# Built once: putting such a statement together costs as much as running it.
_CURRENT_BY_SLUG = Prepared(
    _papers().where(_PAPERS.c.slug == bindparam("slug"), _VERSIONS.c.is_current)
)
_BY_SLUG = Prepared(
    _papers().where(_PAPERS.c.slug == bindparam("slug"), _VERSIONS.c.number == bindparam("number"))
)
_BODY = Prepared(
    select(_TEXTS.c.html, _TEXTS.c.contents).where(_TEXTS.c.id == bindparam("text_id"))
)
_SOURCE = Prepared(
    select(
        *(_TEXTS.c[name] for name in ("title", "addressee", "summary", "markdown", "blocks"))
    ).where(_TEXTS.c.id == bindparam("text_id"))
)
_VERSIONS_OF = Prepared(
    select(*columns_of(PublicVersion, _VERSIONS))
    .where(_VERSIONS.c.paper_id == bindparam("paper"))
    .order_by(_VERSIONS.c.number.desc())
)
_TRANSLATED = Prepared(
    select(_TEXTS.c.language, func.max(_VERSIONS.c.number).label("number"))
    .join(_VERSIONS, _VERSIONS.c.id == _TEXTS.c.version_id)
    .where(_VERSIONS.c.paper_id == bindparam("paper"), _VERSIONS.c.number < bindparam("number"))
    .group_by(_TEXTS.c.language)
    .order_by(_TEXTS.c.language)
)
_CURRENT_BY_ID = Prepared(
    _papers().where(_PAPERS.c.id == bindparam("paper_id"), _VERSIONS.c.is_current)
)
_CURRENT_BY_PUBLIC_ID = Prepared(
    _papers().where(_PAPERS.c.public_id == bindparam("public_id"), _VERSIONS.c.is_current)
)
_OF_CAMPAIGN = Prepared(
    _papers()
    .where(_PAPERS.c.campaign_id == bindparam("campaign"), _VERSIONS.c.is_current)
    .order_by(None)
    .order_by(_PAPERS.c.opens_at.desc(), _PAPERS.c.id, _TEXTS.c.id)
)


@cache
def _current_by_ids(size: int) -> Prepared:
    return Prepared(_papers().where(_PAPERS.c.id.in_(places(size)), _VERSIONS.c.is_current))


@settled.asked_once(
    lambda slug, _version=None, *, drafts=False: None if drafts else ("paper", slug)
)
def paper_by_slug(slug: str, version: int | None = None, *, drafts: bool = False) -> PublicPaper:
    """Return a paper in its current or a numbered version; 404 when there is none.

    Drafts are for their leads only.
    """
    if version is None:
        found = _gather(rows(_CURRENT_BY_SLUG, {"slug": slug}))
    else:
        found = _gather(rows(_BY_SLUG, {"slug": slug, "number": version}))
    if not found or (found[0].state == "draft" and not drafts):
        raise NotFound
    return found[0]


def paper_by_id(paper_id: int) -> PublicPaper:
    """Return the current version of the paper with that key."""
    return _gather(rows(_CURRENT_BY_ID, {"paper_id": paper_id}))[0]


def paper_by_public_id(public_id: str) -> PublicPaper:
    """Return the current version of a paper, draft or not; 404 when there is none."""
    found = _gather(rows(_CURRENT_BY_PUBLIC_ID, {"public_id": public_id}))
    if not found:
        raise NotFound
    return found[0]


def papers_of(campaign_id: int, *, drafts: bool = False) -> list[PublicPaper]:
    """Return a campaign's papers, the latest to open first; drafts only for its leads."""
    papers = _gather(rows(_OF_CAMPAIGN, {"campaign": campaign_id}))
    return [paper for paper in papers if drafts or paper.state != "draft"]


def papers_by_ids(ids: Collection[int]) -> dict[int, PublicPaper]:
    """Return the current versions of papers, by key."""
    subjects = {key: ("paper", key) for key in ids}
    return settled.each_once("papers_by_ids", subjects, _papers_by_ids)


def _papers_by_ids(ids: Collection[int]) -> dict[int, PublicPaper]:
    return {paper.id: paper for paper in _gather(rows(*keyed(_current_by_ids, ids)))}


def body(text_id: int) -> TextBody:
    """Return the rendered body of a text."""
    [row] = rows(_BODY, {"text_id": text_id})
    return TextBody(row.html, row.contents)


def source(text_id: int) -> TextSource:
    """Return a text as it was written, to be compared with another one."""
    [row] = rows(_SOURCE, {"text_id": text_id})
    return TextSource(row.title, row.addressee, row.summary, row.markdown, tuple(row.blocks))


def title(text_id: int) -> str:
    """Return the title of a text."""
    [row] = rows(select(_TEXTS.c.title).where(_TEXTS.c.id == text_id))
    return str(row.title)


def priorities(paper: PublicPaper, language: str) -> tuple[Priority, ...]:
    """Return the priorities of a paper in the language of a reader, else in the original's."""
    original = paper.text(paper.authoritative_language)
    return _priorities(original, paper.text(language))


@lru_cache(maxsize=256)
def _priorities(original: TextHead, text: TextHead) -> tuple[Priority, ...]:
    # The hash of a text is that of all it says, so what was read for it once stays true.
    columns = (_TEXTS.c.id, _TEXTS.c.contents)
    found = dict(rows(select(*columns).where(_TEXTS.c.id.in_({original.id, text.id}))))
    known = of_contents(found[original.id], original.language)
    own = of_contents(found[text.id], text.language)
    return tuple(own.get(number, known[number]) for number in sorted(known))


def priorities_of_version(version_id: int) -> str:
    """Return the numbers of the priorities of a version as they are stored."""
    [row] = rows(select(_VERSIONS.c.priorities).where(_VERSIONS.c.id == version_id))
    return str(row.priorities)


@settled.asked_once(lambda paper_id: ("paper", paper_id))
@once_per_page
def versions(paper_id: int) -> list[PublicVersion]:
    """Return every version of a paper, newest first."""
    return [filled(PublicVersion, row) for row in rows(_VERSIONS_OF, {"paper": paper_id})]


def left_behind(paper: PublicPaper) -> dict[str, int]:
    """Return the languages in which only an older version can be read, and which one.

    A changed original leaves its translations behind until they follow.
    """
    if paper.version == 1:
        return {}
    here = {text.language for text in paper.texts}
    translated = _translated_before(paper.id, paper.version)
    return {language: number for language, number in translated if language not in here}


@settled.asked_once(lambda paper_id, _number: ("paper", paper_id))
def _translated_before(paper_id: int, number: int) -> tuple[tuple[str, int], ...]:
    """Return the languages of the versions before a number, each with the last of its versions."""
    found = rows(_TRANSLATED, {"paper": paper_id, "number": number})
    return tuple((row.language, row.number) for row in found)


def _gather(found: Sequence[Row[Any]]) -> list[PublicPaper]:
    """Turn rows, one for each language, into papers in the order of their first row."""
    grouped: dict[int, list[Any]] = {}
    for row in found:
        grouped.setdefault(row.id, []).append(row)
    return [_paper(group) for group in grouped.values()]


def _paper(texts: list[Any]) -> PublicPaper:
    heads = tuple(filled(TextHead, text, id=text.text_id) for text in texts)
    return filled(PublicPaper, texts[0], texts=heads)
