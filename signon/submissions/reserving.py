"""What e-mails say of a place that is kept until somebody has decided."""

from datetime import datetime

from flask_babel import gettext as _

from signon.kernel import clock
from signon.outbox.post import Paragraph
from signon.site.formats import day, moment
from signon.submissions.kinds import Occasion


def opening(occasion: Occasion, decided_on: datetime) -> Paragraph:
    """Return what has happened, before that day and after it."""
    return Paragraph(f"{_what_happened(occasion, decided_on)} {_what_is_shown()}")


def ask(occasion: Occasion, decided_on: datetime, ends: datetime) -> Paragraph:
    """Return what is asked when the day has come; `ends` is when the place is given up."""
    return Paragraph(
        _(
            "Your organisation wanted to decide on %(day)s whether it signs “%(title)s”. Its place "
            "is kept, and nothing is public. If it signs, please open the link and confirm. If it "
            "does not, you need not do anything: on %(end)s the place is given up, and what was "
            "typed is deleted. This is what would be published:",
            title=occasion.title,
            day=day(decided_on, occasion.time_zone),
            end=day(ends, occasion.time_zone),
        )
    )


def how_long(occasion: Occasion, until: datetime) -> Paragraph:
    """Return who may use the link, and until when."""
    return Paragraph(
        _(
            "You may forward this message to the person who decides: the link shows what will be "
            "published, and a button confirms it. Opening it changes nothing. It works until "
            "%(moment)s.",
            moment=moment(until, occasion.time_zone),
        )
    )


def _what_happened(occasion: Occasion, decided_on: datetime) -> str:
    said = {"title": occasion.title, "day": day(decided_on, occasion.time_zone)}
    if decided_on > clock.now():
        return _(
            "Somebody, we hope you, asked with this address to keep a place under “%(title)s” "
            "for an organisation that decides on %(day)s. The place is kept, and on that day we "
            "ask.",
            **said,
        )
    return _(
        "Somebody, we hope you, asked with this address to keep a place under “%(title)s” for an "
        "organisation that wanted to decide on %(day)s. The place is kept.",
        **said,
    )


def _what_is_shown() -> str:
    return _("Nothing is public, and nothing is counted. This is what will be published:")
