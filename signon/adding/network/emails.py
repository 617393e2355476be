"""The e-mails of a network's list. They say; they send nothing."""

from flask import current_app

from signon.adding import links
from signon.endorsements.facts import facts_of
from signon.endorsements.models import Endorsement
from signon.outbox.post import Email, Facts, Link, Paragraph
from signon.outbox.wording import gettext as _
from signon.site.languages import reading
from signon.submissions import emails as shared
from signon.submissions.kinds import kind_of
from signon.submissions.models import SubmissionMixin


def through_network(row: Endorsement, network: str) -> Email:
    """Return the e-mail that tells a member that its network has endorsed a paper for it."""
    with reading(row.language):
        kind = kind_of(row)
        occasion = kind.occasion_of(row)
        space = f"{current_app.config['BASE_URL']}/{row.language}/space"
        opening = _(
            "%(network)s has told us that your organisation endorses “%(title)s”. It stands on the "
            "list as “through its network”. This is the entry:",
            network=network,
            title=occasion.title,
        )
        parts = (
            Paragraph(opening),
            Facts(facts_of(row)),
            Link(_("See it and say that it is right"), links.added_url(row)),
            Paragraph(_("You can correct or withdraw it yourself, with this address:")),
            Link(_("What you have signed"), space),
            Link(_("This was not us: take it back"), shared.not_us_url(kind, row)),
        )
        to = row.contact.email if row.contact is not None else ""
        subject = _("Signed through your network: %(title)s", title=occasion.title)
        email = Email(to, row.language, subject, parts)
        return shared.from_host(email, occasion.host, occasion.contact)


def already(row: SubmissionMixin, to: str) -> Email:
    """Return the e-mail for an address that sends the same list again after confirming it."""
    with reading(row.language):
        occasion = kind_of(row).occasion_of(row)
        email = Email(
            to,
            row.language,
            _("This list is here already: %(title)s", title=occasion.title),
            (
                Paragraph(
                    _(
                        "The same list of organisations for “%(title)s” was sent again with this "
                        "address. You have confirmed it before, so nothing has changed.",
                        title=occasion.title,
                    )
                ),
            ),
        )
        return shared.from_host(email, occasion.host, occasion.contact)
