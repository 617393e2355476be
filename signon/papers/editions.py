"""By what a kept page about papers is known: the public changes behind it, and the moment.

One small query each; whatever a page shows is changed by a command that raises a counter, or by
the clock. A change that is committed names another edition at once, in every process.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, case, func, literal_column, or_, select
from werkzeug.exceptions import NotFound

from signon.campaigns.models import CoHost
from signon.extensions import rows
from signon.kernel import clock
from signon.kernel.database import as_stored
from signon.kernel.prepared import Prepared
from signon.papers import policy
from signon.papers.models import Paper
from signon.site import settled
from signon.site.models import PublicChange
from signon.site.page_cache import Edition

_PAPERS: Any = Paper.__table__
_CO_HOSTS: Any = CoHost.__table__
_CHANGES: Any = PublicChange.__table__
LONGEST_CODE = 24

Editions = dict[int, Edition]
"""By what each of some papers is known on a list of them: by key, in the order of the list."""

_OF_PAPER = _CHANGES.alias("of_paper")
_OF_ITSELF = _CHANGES.alias("of_paper_itself")
_OF_CAMPAIGN = _CHANGES.alias("of_campaign")


def _raised(counters: Any, scope: str, key: Any) -> Any:
    return and_(counters.c.scope == literal_column(f"'{scope}'"), counters.c.key == key)


def _with_counters(*names: str) -> Select[Any]:
    """Return these columns of papers, and behind them the counters that a page goes by.

    Those of the paper, its campaign, and the paper itself.
    """
    return (
        select(
            *(_PAPERS.c[name] for name in names),
            _OF_PAPER.c.number,
            as_stored(_OF_PAPER.c.changed_at).label("changed_at"),
            _OF_CAMPAIGN.c.number.label("campaign_number"),
            as_stored(_OF_CAMPAIGN.c.changed_at).label("campaign_changed_at"),
            _OF_ITSELF.c.number.label("own_number"),
            as_stored(_OF_ITSELF.c.changed_at).label("own_changed_at"),
        )
        .select_from(_PAPERS)
        .outerjoin(_OF_PAPER, _raised(_OF_PAPER, "paper", _PAPERS.c.id))
        .outerjoin(_OF_CAMPAIGN, _raised(_OF_CAMPAIGN, "campaign", _PAPERS.c.campaign_id))
        .outerjoin(_OF_ITSELF, _raised(_OF_ITSELF, "paper_itself", _PAPERS.c.id))
    )


def _know(row: Any, *subjects: Any) -> None:
    """Note by what all of a paper but its list is known."""
    of_campaign = (row.campaign_number, row.campaign_changed_at)
    settled.know(("campaign", row.campaign_id), of_campaign)
    for subject in subjects:
        settled.know(("paper", subject), (row.id, row.own_number, row.own_changed_at, *of_campaign))


_PAPER = Prepared(
    _with_counters(
        *("id", "campaign_id", "state", "opens_at", "closes_at", "soft_closes_at"),
        *("closed_at", "time_zone", "late_desk"),
    ).where(_PAPERS.c.slug == bindparam("slug"))
)


def of_paper(slug: str) -> Edition:
    """Return the edition of every page about one paper; 404 when there is no such paper."""
    found = rows(_PAPER, {"slug": slug})
    if not found or found[0].state == "draft":
        raise NotFound
    row, now = found[0], clock.now()
    _know(row, slug, row.id)
    phase = policy.phase(row, now)
    changes = (row.number, row.changed_at, row.campaign_number, row.campaign_changed_at)
    return ("paper", row.id, *changes, *phase)


_VIA = Prepared(
    select(_CO_HOSTS.c.id)
    .join(_PAPERS, _PAPERS.c.campaign_id == _CO_HOSTS.c.campaign_id)
    .where(_PAPERS.c.slug == bindparam("slug"), _CO_HOSTS.c.code == bindparam("code"))
    .where(_CO_HOSTS.c.ended_at.is_(None))
)


def counts(name: str, value: str, *, slug: str) -> bool:
    """Tell whether a value in the address of a paper's page changes anything of what it shows.

    A `via` that is no link of a co-host does not: else made-up ones would crowd out kept pages.
    """
    if name != "via":
        return True
    is_code = value.isascii() and value.isalnum() and len(value) <= LONGEST_CODE
    return is_code and bool(rows(_VIA, {"slug": slug, "code": value}))


_IS_OPEN = and_(
    _PAPERS.c.state == "open",
    _PAPERS.c.opens_at <= bindparam("now"),
    or_(_PAPERS.c.closes_at.is_(None), _PAPERS.c.closes_at > bindparam("now")),
)
_STANDING = _with_counters("id", "campaign_id", "state", "opens_at", "closes_at").where(
    _PAPERS.c.state != "draft"
)
_NEWEST = Prepared(
    _STANDING.order_by(case((_IS_OPEN, 0), else_=1), _PAPERS.c.opens_at.desc(), _PAPERS.c.id.desc())
    .limit(bindparam("limit"))
    .offset(bindparam("offset"))
)
_STANDING_OF_CAMPAIGN = Prepared(
    _STANDING.where(_PAPERS.c.campaign_id == bindparam("campaign")).order_by(
        _PAPERS.c.opens_at.desc(), _PAPERS.c.id
    )
)


def newest(page: int, size: int) -> Editions:
    """Return the papers of one page of all campaigns: open ones first, the newest first of each.

    Pages count from 1; there is one paper more than `size` when another page follows.
    """
    wanted = {"now": clock.now(), "limit": size + 1, "offset": (page - 1) * size}
    return _each(rows(_NEWEST, wanted))


def each_of_campaign(campaign_id: int) -> Editions:
    """Return the papers of a campaign, the latest to open first."""
    return _each(rows(_STANDING_OF_CAMPAIGN, {"campaign": campaign_id}))


def _each(found: Sequence[Any]) -> Editions:
    now = clock.now()
    for row in found:
        _know(row, row.id)
    return {row.id: ("paper", row.id, *row[5:9], policy.status(row, now)) for row in found}


def _passed(column: Any) -> Any:
    """Return how many of these moments lie behind us: it changes as each of them comes."""
    return func.sum(case((column <= bindparam("now"), 1), else_=0))


def _listed() -> Select[Any]:
    """Return what a list of papers depends on: who is on it, what changed of them, and when."""
    return (
        select(
            func.count(_PAPERS.c.id),
            func.sum(_OF_PAPER.c.number),
            as_stored(func.max(_OF_PAPER.c.changed_at)),
            *map(_passed, (_PAPERS.c.opens_at, _PAPERS.c.soft_closes_at, _PAPERS.c.closes_at)),
        )
        .select_from(_PAPERS)
        .outerjoin(_OF_PAPER, _raised(_OF_PAPER, "paper", _PAPERS.c.id))
        .where(_PAPERS.c.state != "draft")
    )


_ALL = Prepared(_listed())
_OF_ONE_CAMPAIGN = Prepared(_listed().where(_PAPERS.c.campaign_id == bindparam("campaign")))


def of_all() -> Edition:
    """Return the edition of a page that lists papers of every campaign."""
    return ("papers", *rows(_ALL, {"now": clock.now()})[0])


def of_campaign(campaign_id: int) -> Edition:
    """Return the edition of a page that lists the papers of one campaign."""
    wanted = {"now": clock.now(), "campaign": campaign_id}
    return ("papers", campaign_id, *rows(_OF_ONE_CAMPAIGN, wanted)[0])
