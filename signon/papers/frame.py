"""What stands above the rooms of a paper: its campaign, and its state as people say it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from flask_babel import ngettext

from signon.campaigns.queries import titles
from signon.kernel import clock
from signon.papers.queries import PublicPaper
from signon.site.formats import closing, opening
from signon.site.languages import current

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Frame:
    """Title of the campaign and its language; `status` is the code, `state` the words for it."""

    campaign: str
    campaign_language: str
    status: str
    state: str


def frame_of(paper: PublicPaper) -> Frame:
    """Return what stands above the rooms of a paper."""
    now = clock.now()
    title, spoken = titles({paper.campaign_id}, current())[paper.campaign_id]
    return Frame(title, spoken, paper.status(now), state_of(paper, now))


def state_of(paper: PublicPaper, now: datetime) -> str:
    """Return the state of a paper in words: "open, closes in 18 days"."""
    status = paper.status(now)
    if status == "draft":
        return _("draft, only leads can see it")
    if status == "coming":
        return _("opens on %(moment)s", moment=opening(paper.opens_at, paper.time_zone))
    return _open(paper, now) if status == "open" else _closed(paper)


def days_left(paper: PublicPaper, now: datetime) -> int | None:
    """Return in how many days of its time zone a paper closes: 0 today, None without a date."""
    if paper.closes_at is None:
        return None
    last = clock.day_in(paper.time_zone, paper.closes_at - _INSTANT)
    return (last - clock.day_in(paper.time_zone, now)).days


def _open(paper: PublicPaper, now: datetime) -> str:
    days = days_left(paper, now)
    if days is None:
        return _("open, without a closing date")
    if days == 0:
        return _("open, closes today")
    return ngettext("open, closes in %(num)s day", "open, closes in %(num)s days", days)


def _closed(paper: PublicPaper) -> str:
    ended = paper.ended_at
    if ended is None:
        return _("closed")
    moment = closing(ended, paper.time_zone)
    if paper.closes_at is not None and ended < paper.closes_at:
        return _("closed before its date, on %(moment)s", moment=moment)
    return _("closed on %(moment)s", moment=moment)
