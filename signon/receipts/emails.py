"""The e-mail that thanks, and carries the receipt."""

from flask import current_app

from signon.endorsements.facts import facts_of
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.outbox.post import Email, Facts, Link, Paragraph
from signon.outbox.wording import gettext as _
from signon.papers import queries as papers
from signon.papers.models import PaperText
from signon.site.languages import reading
from signon.submissions import emails as shared
from signon.submissions.kinds import kind_of
from signon.submissions.states import State


def confirmed(endorsement: Endorsement, code: str, *, to: str) -> Email:
    """Return the e-mail to whoever has confirmed an endorsement; the way out is in it too."""
    kind = kind_of(endorsement)
    paper = papers.paper_by_id(endorsement.paper_id)
    title = db.session.get_one(PaperText, endorsement.text_id).title
    with reading(endorsement.language):
        email = Email(
            to=to,
            language=endorsement.language,
            subject=_("Your endorsement: %(title)s", title=title),
            parts=(
                Paragraph(_how_it_stands(endorsement, title)),
                Facts(facts_of(endorsement)),
                Link(
                    _("Your receipt, which anybody you give it to can check"),
                    _url(endorsement.language, f"receipts/{code}"),
                ),
                Link(_ways(endorsement), _url(endorsement.language, "space")),
                Link(
                    _("This was not us: take it back"),
                    shared.not_us_url(kind, endorsement),
                ),
            ),
        )
        return shared.from_host(email, paper.campaign_host, paper.reply_to)


def _how_it_stands(endorsement: Endorsement, title: str) -> str:
    if endorsement.state == State.PUBLISHED:
        return _(
            "Thank you. Your endorsement of “%(title)s” is confirmed and stands on the public "
            "list. Please keep this message.",
            title=title,
        )
    return _(
        "Thank you. Your endorsement of “%(title)s” is confirmed. The hosts of the paper look at "
        "it before it appears on the public list. Please keep this message.",
        title=title,
    )


def _ways(endorsement: Endorsement) -> str:
    if endorsement.capacity == "individual":
        return _("Correct or withdraw: let us send you a link")
    return _("Correct, hand over or withdraw: let us send you a link")


def _url(language: str, page: str) -> str:
    return f"{current_app.config['BASE_URL']}/{language}/{page}"
