"""The e-mails about a new date. They say; they send nothing."""

from dataclasses import replace

from flask import current_app

from signon.endorsements.models import Endorsement
from signon.outbox.post import Code, Email, Link, Paragraph
from signon.outbox.wording import gettext as _
from signon.papers.queries import PublicPaper
from signon.site.formats import until
from signon.site.languages import reading
from signon.submissions import emails as shared
from signon.submissions.kinds import SubmissionKind
from signon.submissions.models import Contact


def please_confirm(
    kind: SubmissionKind[Endorsement], row: Endorsement, paper: PublicPaper, *, whom: Contact
) -> Email:
    """Return the e-mail that asks once more, as there is more time now. Its link is the known one.

    Without a code: an older one still counts, and is kept nowhere in readable form.
    """
    occasion = kind.occasion_of(row)
    to = shared.asked_at(whom)
    asked = shared.please_confirm(kind, row, occasion, to=to, code="")  # type: ignore[arg-type]
    with reading(row.language):
        opening = _("%(news)s You have signed it and not confirmed yet.", news=_news(paper, row))
        subject = _("New date: %(title)s", title=occasion.title)
    rest = tuple(part for part in asked.parts[1:] if not isinstance(part, Code))
    return replace(asked, subject=subject, parts=(Paragraph(opening), *rest))


def tell_signatory(
    kind: SubmissionKind[Endorsement], row: Endorsement, paper: PublicPaper, *, whom: Contact
) -> Email:
    """Return the e-mail for who has signed and asked for news: they need do nothing."""
    occasion = kind.occasion_of(row)
    with reading(row.language):
        email = Email(
            whom.email,
            row.language,
            _("New date: %(title)s", title=occasion.title),
            (
                Paragraph(
                    _(
                        "%(news)s You have signed it, so there is nothing for you to do. You may "
                        "want to tell others.",
                        news=_news(paper, row),
                    )
                ),
                Link(_("Read the text"), _page(paper, row)),
            ),
        )
        return shared.from_host(email, occasion.host, occasion.contact)


def _news(paper: PublicPaper, row: Endorsement) -> str:
    title = paper.text(row.language).title
    if paper.closes_at is None:
        return _("“%(title)s” can be signed without a closing date now.", title=title)
    ends = until(paper.closes_at, paper.time_zone)
    return _("“%(title)s” can be signed until %(moment)s now.", title=title, moment=ends)


def _page(paper: PublicPaper, row: Endorsement) -> str:
    # Built by hand: links come from the configured address alone, never from a request.
    return f"{current_app.config['BASE_URL']}/{row.language}/papers/{paper.slug}"
