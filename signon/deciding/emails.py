"""The e-mails of this capability. They say; they send nothing."""

from collections.abc import Sequence

from flask import current_app

from signon.access.models import Account
from signon.endorsements.models import Endorsement
from signon.outbox.post import Email, Facts, Link, Paragraph, Part
from signon.outbox.wording import gettext as _
from signon.papers.queries import PublicPaper
from signon.site.languages import reading
from signon.submissions import emails as shared
from signon.submissions.kinds import kind_of

PUT_ON, TAKEN_OFF = "put_on", "taken_off"


def decided(paper: PublicPaper, row: Endorsement, what: str, *, to: str) -> Email:
    """Return what a signatory reads once a lead has put their entry on the list or taken it off."""
    with reading(row.language):
        occasion = kind_of(row).occasion_of(row)
        title, is_listed = occasion.title, what == PUT_ON
        if is_listed and row.hides_name:
            subject = _("Your signature is counted: %(title)s", title=title)
            parts = _counted(paper, row, title)
        elif is_listed:
            subject = _("Your signature is on the list: %(title)s", title=title)
            parts = _put_on(paper, row, title)
        else:
            subject = _("Your signature is not on the list: %(title)s", title=title)
            parts = _taken_off(paper, row, title)
        email = Email(to=to, language=row.language, subject=subject, parts=parts)
        return shared.from_host(email, occasion.host, occasion.contact)


def disputed(account: Account, paper: PublicPaper, entry: Endorsement) -> Email:
    """Return what a lead reads when somebody has confirmed that a signature is wrong."""
    with reading(account.language):
        title = paper.text(account.language).title
        words = _(
            "Somebody says that the signature of %(name)s under “%(title)s” is wrong, and has "
            "confirmed it by e-mail. Both sides are told what you decide.",
            name=entry.name,
            title=title,
        )
        room = f"papers/{paper.slug}/to-decide/dispute/{entry.public_id}"
        parts = (Paragraph(words), Link(_("Look at both sides"), _desk(room)))
        return _to_lead(account, _("A signature is disputed: %(title)s", title=title), parts)


def digest(
    account: Account, campaign: str, waiting: Sequence[tuple[PublicPaper, int, int]]
) -> Email:
    """Return what a lead reads of what waits; papers with how much is to decide and disputed."""
    with reading(account.language):
        rows = tuple(
            (
                paper.text(account.language).title,
                _(
                    "to decide: %(waiting)s; disputed: %(disputed)s",
                    waiting=str(number),
                    disputed=str(disputes),
                ),
            )
            for paper, number, disputes in waiting
        )
        parts = (
            Paragraph(_("This waits for a decision:")),
            Facts(rows),
            Link(_("Go to the desk"), _desk("")),
            Link(_("Choose how often you hear of this"), _desk("notices")),
        )
        return _to_lead(account, _("Waiting for you: %(title)s", title=campaign), parts)


def passed(account: Account, paper: PublicPaper, number: int) -> Email:
    """Return what a lead reads when a paper has passed a number of signatories."""
    with reading(account.language):
        title = paper.text(account.language).title
        words = _(
            "“%(title)s” has %(number)s signatories now, or more.",
            number=str(number),
            title=title,
        )
        parts = (
            Paragraph(words),
            Link(_("See how the paper stands"), _desk(f"papers/{paper.slug}/")),
        )
        subject = _("%(number)s signatories: %(title)s", number=str(number), title=title)
        return _to_lead(account, subject, parts)


def _put_on(paper: PublicPaper, row: Endorsement, title: str) -> tuple[Part, ...]:
    words = _(
        "The hosts have looked at the signature of %(name)s under “%(title)s”. It is on the public "
        "list now.",
        name=row.name,
        title=title,
    )
    entry = f"{_list(paper, row)}/{row.public_id}"
    return Paragraph(words), Link(_("See it on the list"), entry), *_not_right(paper, row)


def _counted(paper: PublicPaper, row: Endorsement, title: str) -> tuple[Part, ...]:
    """Say it to somebody who hides their name: there is a number, and no line with an address."""
    words = _(
        "The hosts have looked at your signature under “%(title)s”. You are counted now, and your "
        "name is not shown.",
        title=title,
    )
    seen = f"{_list(paper, row)}?capacity=individual"
    return Paragraph(words), Link(_("See the list"), seen), *_not_right(paper, row)


def _taken_off(paper: PublicPaper, row: Endorsement, title: str) -> tuple[Part, ...]:
    words = _(
        "The hosts have looked at the signature of %(name)s under “%(title)s”. It is not on the "
        "public list.",
        name=row.name,
        title=title,
    )
    return Paragraph(words), *_not_right(paper, row)


def _not_right(paper: PublicPaper, row: Endorsement) -> tuple[Part, ...]:
    words = _(
        "If this is not right, correct or withdraw what you signed on your own page, or ask the "
        "hosts."
    )
    contact = paper.campaign_contact
    asked: tuple[Part, ...] = (Facts(((_("Contact"), contact),)),) if contact else ()
    link = Link(_("This is not right"), f"{_site()}/{row.language}/space")
    return Paragraph(words), link, *asked


def _list(paper: PublicPaper, row: Endorsement) -> str:
    return f"{_site()}/{row.language}/papers/{paper.slug}/signatories"


def _to_lead(account: Account, subject: str, parts: tuple[Part, ...]) -> Email:
    footer = _("Sent by %(site)s, because you help to lead this campaign.", site=_site())
    return Email(account.email, account.language, subject, parts, footer)


def _desk(page: str) -> str:
    return f"{_site()}/desk/{page}"


def _site() -> str:
    return str(current_app.config["BASE_URL"])
