"""The e-mails of this capability. They say; they send nothing."""

from typing import Any

from signon.endorsements.facts import facts_of
from signon.endorsements.models import Endorsement
from signon.outbox.post import Email, Facts, Link, Paragraph
from signon.outbox.wording import gettext as _
from signon.site.formats import day
from signon.site.languages import reading
from signon.submissions import emails as shared
from signon.submissions.kinds import SubmissionKind


def already_endorsed(kind: SubmissionKind[Any], endorsement: Endorsement, to: str) -> Email:
    """Return the e-mail for an address that signs again after it has confirmed."""
    with reading(endorsement.language):
        occasion = kind.occasion_of(endorsement)
        title = occasion.title
        confirmed = day(endorsement.confirmed_at or endorsement.submitted_at, occasion.time_zone)
        email = Email(
            to=to,
            language=endorsement.language,
            subject=_("Already endorsed: %(title)s", title=title),
            parts=(
                Paragraph(
                    _(
                        "The form for “%(title)s” was sent again with this address. You confirmed "
                        "your endorsement on %(date)s, so nothing has changed. This is what "
                        "stands on record:",
                        title=title,
                        date=confirmed,
                    )
                ),
                Facts(facts_of(endorsement)),
                Link(
                    _("This was not us: take it back"),
                    shared.not_us_url(kind, endorsement),
                ),
            ),
        )
        return shared.from_host(email, occasion.host, occasion.contact)
