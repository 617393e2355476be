"""The e-mails of mailings. They say; they send nothing."""

import re
from dataclasses import replace
from functools import lru_cache

from flask import current_app

from signon.endorsements.models import Endorsement
from signon.mailings import links
from signon.mailings.drafts import TextDraft
from signon.markup.markdown import render
from signon.outbox.post import Email, Link, Paragraph, Prose
from signon.outbox.wording import gettext as _
from signon.papers.queries import PublicPaper
from signon.site.languages import reading

_LINK = re.compile(r"(?<!!)\[([^\]\n]+)\]\((https?://[^)\s]+)\)")


def update(paper: PublicPaper, row: Endorsement, text: TextDraft, *, to: str) -> Email:
    """Return the update to one signatory, in the language that it is written in."""
    email = _written(paper, text, to)
    with reading(text.language):
        why = _(
            "You get this from %(host)s because %(name)s stands under “%(title)s” and asked for "
            "updates about it.",
            host=paper.campaign_host,
            name=row.name,
            title=paper.text(text.language).title,
        )
        return replace(
            email,
            footer=why,
            way_out=links.url(text.language, row),
            way_out_says=_("No more updates about this paper"),
        )


def trial(paper: PublicPaper, text: TextDraft, *, to: str) -> Email:
    """Return the same to the lead who wants to see it first."""
    email = _written(paper, text, to)
    with reading(text.language):
        subject = _("Test: %(subject)s", subject=text.subject)
        said = Paragraph(_("This is a test of an update. Nobody else has got it."))
        return replace(email, subject=subject, parts=(said, *email.parts))


def missed(paper: PublicPaper, text: TextDraft, unsent: int, *, to: str) -> Email:
    """Tell a lead that the time of an update was over before it had gone to all."""
    with reading(text.language):
        said = _(
            "The update “%(subject)s” has stopped, because the time that you set for it was over. "
            "It has not gone to %(num)s of its readers.",
            subject=text.subject,
            num=unsent,
        )
        subject = _("Update stopped: %(subject)s", subject=text.subject)
        email = Email(to, text.language, subject, (Paragraph(said),))
    return replace(email, from_name=paper.campaign_host)


def _written(paper: PublicPaper, text: TextDraft, to: str) -> Email:
    with reading(text.language):
        body = prose(text)
        read = Link(_("Read the paper"), _paper_url(paper, text.language))
        email = Email(to, text.language, text.subject, (body, read))
    return replace(email, from_name=paper.campaign_host, reply_to=paper.reply_to)


@lru_cache(maxsize=32)
def prose(text: TextDraft) -> Prose:
    """Return a text as it is mailed; made once, for it goes to thousands."""
    html = render(text.body, language=text.language).html
    return Prose(_LINK.sub(r"\1 (\2)", text.body), html)


def _paper_url(paper: PublicPaper, language: str) -> str:
    # Built by hand: links come from the configured address alone, never from a request.
    return f"{current_app.config['BASE_URL']}/{language}/papers/{paper.slug}"
