"""What somebody agrees to in a capacity: the words beside the tick, and as they were agreed to."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from signon.endorsements.form import wordings
from signon.endorsements.models import Endorsement
from signon.papers.queries import PublicPaper
from signon.site.languages import reading


def publish_field(capacity: str) -> BooleanField:
    """Return the tick by which somebody agrees to what is published of that capacity."""
    return BooleanField(_l(wordings.PUBLISH[wordings.PUBLISH_CURRENT][capacity]))


def publish_words(capacity: str) -> str:
    """Return what is agreed to today in a capacity, in the language of the page."""
    return _(wordings.PUBLISH[wordings.PUBLISH_CURRENT][capacity])


def kept_words(capacity: str, paper: PublicPaper) -> str:
    """Return what is not published of whoever signs in a capacity, and who holds it."""
    return _(wordings.KEPT[wordings.PUBLISH_CURRENT][capacity], host=paper.campaign_host)


def co_host_words(name: str, wording: str = wordings.CURRENT) -> str:
    """Return what is agreed to of a co-host, in the language of the page."""
    return _(wordings.CO_HOST[wording], name=name)


def agreed(endorsement: Endorsement) -> str:
    """Return the words that were agreed to, in the language in which they stood there."""
    with reading(endorsement.language):
        return _(wordings.PUBLISH[endorsement.publish_wording][endorsement.capacity])
