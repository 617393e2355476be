"""The e-mails of this capability. They say; they send nothing."""

from typing import Any

from flask import current_app

from signon.endorsements.facts import facts_of
from signon.endorsements.models import Endorsement
from signon.kernel.words import N_
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
        at = endorsement.proven_at or endorsement.confirmed_at or endorsement.submitted_at
        confirmed = day(at, occasion.time_zone)
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


def already_written_down(kind: SubmissionKind[Any], row: Endorsement, to: str) -> Email:
    """Return the e-mail for an address that signs what others have written down with it before.

    It has confirmed nothing, and may have what others said in its name go.
    """
    with reading(row.language):
        occasion = kind.occasion_of(row)
        space = f"{current_app.config['BASE_URL']}/{row.language}/space"
        email = Email(
            to=to,
            language=row.language,
            subject=_("Written down for you before: %(title)s", title=occasion.title),
            parts=(
                Paragraph(_(_WRITTEN_DOWN[row.source], title=occasion.title)),
                Facts(facts_of(row)),
                Paragraph(_("You can correct or withdraw it yourself, with this address:")),
                Link(_("What you have signed"), space),
                Paragraph(
                    _(
                        "If it is not from you, take it back with this link. Then send the form "
                        "once more: your own endorsement counts."
                    )
                ),
                Link(_("This was not us: take it back"), shared.not_us_url(kind, row)),
            ),
        )
        return shared.from_host(email, occasion.host, occasion.contact)


_WRITTEN_DOWN = {
    "hosts": N_(
        "The form for “%(title)s” was sent with this address. The hosts had written the same down "
        "with it before, so nothing has changed. This is what stands on record:"
    ),
    "network": N_(
        "The form for “%(title)s” was sent with this address. A network had told us the same with "
        "it before, so nothing has changed. This is what stands on record:"
    ),
    "import": N_(
        "The form for “%(title)s” was sent with this address. The hosts had brought in a list that "
        "says the same, so nothing has changed. This is what stands on record:"
    ),
}
