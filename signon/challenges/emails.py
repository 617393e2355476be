"""The e-mails of this capability. They say; they send nothing, and they never say who or verbatim.

Each is written for the one row that has its reader's address, in the language of that row.
"""

from dataclasses import replace

from signon.challenges import links
from signon.challenges.models import Challenge
from signon.endorsements import evidence
from signon.endorsements.models import Endorsement
from signon.outbox.post import Email, Facts, Link, Paragraph, Part
from signon.outbox.wording import gettext as _
from signon.papers.queries import PublicPaper
from signon.site.languages import reading
from signon.submissions import emails as shared
from signon.submissions.models import SubmissionMixin
from signon.submissions.states import State


def signed_for_you(paper: PublicPaper, endorsement: Endorsement, told: Endorsement) -> Email:
    """Tell a known contact that somebody else has signed for their organisation."""
    title = paper.text(told.language).title
    with reading(told.language):
        opening = _(
            "An endorsement of “%(title)s” in the name of %(organisation)s has been confirmed with "
            "another mailbox, at %(domain)s. You are told because this mailbox has signed for "
            "%(organisation)s before. If all is well, you need not do anything.",
            title=title,
            organisation=told.name,
            domain=_house_of(endorsement),
        )
        if_not = _(
            "If it is not, tell us with the following link. It works for %(days)s days. Opening "
            "it changes nothing; you press a button on the page.",
            days=links.DAYS,
        )
        subject = _("Signed for your organisation: %(title)s", title=title)
        parts = (
            Paragraph(opening),
            *_to_entry(paper, endorsement, told.language),
            Paragraph(if_not),
            Link(_("We did not sign this"), links.did_not_sign_url(endorsement, told)),
        )
        return _notice(told, paper, subject, parts)


def signed_beside_you(paper: PublicPaper, endorsement: Endorsement, told: Endorsement) -> Email:
    """Tell who has signed for an organisation what stands on another list in its name.

    It gives no more power than anybody has who reads that list.
    """
    title = paper.text(told.language).title
    with reading(told.language):
        opening = _(
            "%(organisation)s stands under “%(title)s”. This was signed with another mailbox, at "
            "%(domain)s. You are told because this mailbox has signed for %(organisation)s "
            "before. If all is well, you need not do anything.",
            title=title,
            organisation=told.name,
            domain=_house_of(endorsement),
        )
        if_not = _(
            "If it is not, the page of the entry leads to a form with which you tell the hosts. "
            "They look into it and decide."
        )
        subject = _("Signed for your organisation: %(title)s", title=title)
        entry = _to_entry(paper, endorsement, told.language)
        return _notice(told, paper, subject, (Paragraph(opening), *entry, Paragraph(if_not)))


def disputed(paper: PublicPaper, endorsement: Endorsement) -> Email:
    """Tell the one who signed that the entry is disputed, and what happens now."""
    title = paper.text(endorsement.language).title
    with reading(endorsement.language):
        subject = _("Your entry is contested: %(title)s", title=title)
        told = _(
            "Somebody who speaks for %(organisation)s has told us that it did not sign "
            "“%(title)s”.",
            organisation=endorsement.name,
            title=title,
        )
        parts = (
            Paragraph(told),
            Paragraph(_what_happens(endorsement, paper.campaign_host)),
            Link(_("Answer the hosts"), links.answer_url(endorsement)),
        )
        return _email(endorsement, paper, subject, parts)


def decided(
    paper: PublicPaper, row: SubmissionMixin, endorsement: Endorsement, outcome: str, note: str
) -> Email:
    """Tell one side, the one of `row`, what was decided and why."""
    title = paper.text(row.language).title
    with reading(row.language):
        values = {"organisation": endorsement.name, "title": title, "host": paper.campaign_host}
        subject, told = _removed(values) if outcome == "goes" else _kept(values, endorsement)
        reason = (Facts(((_("Reason"), note),)),) if note else ()
        return _email(row, paper, subject, (Paragraph(told), *reason))


def ended(paper: PublicPaper, challenge: Challenge, endorsement: Endorsement) -> Email:
    """Tell a challenger that the entry has ended, by whoever signed it or by a rule."""
    title = paper.text(challenge.language).title
    with reading(challenge.language):
        subject = _("The entry is gone: %(title)s", title=title)
        told = _(
            "The entry of %(organisation)s under “%(title)s” has been withdrawn or removed, and "
            "does not stand on the list. Nothing more is to be done.",
            organisation=endorsement.name,
            title=title,
        )
        return _email(challenge, paper, subject, (Paragraph(told),))


def dropped(paper: PublicPaper, endorsement: Endorsement) -> Email:
    """Tell the one who signed that nobody disputes the entry any more."""
    title = paper.text(endorsement.language).title
    with reading(endorsement.language):
        subject = _("Your entry is not contested any more: %(title)s", title=title)
        told = _(
            "What was said against the entry of %(organisation)s under “%(title)s” has been taken "
            "back.",
            organisation=endorsement.name,
            title=title,
        )
        parts = (Paragraph(f"{told} {_where_it_stands(endorsement)}"),)
        return _email(endorsement, paper, subject, parts)


def reopened(paper: PublicPaper, row: SubmissionMixin, endorsement: Endorsement) -> Email:
    """Tell one side that the decision it was told of does not hold."""
    title = paper.text(row.language).title
    with reading(row.language):
        subject = _("Not decided yet: %(title)s", title=title)
        told = _(
            "%(host)s has taken back its decision about the entry of %(organisation)s under "
            "“%(title)s” and looks into it again. We write to you when it is decided.",
            organisation=endorsement.name,
            title=title,
            host=paper.campaign_host,
        )
        return _email(row, paper, subject, (Paragraph(told),))


def already(paper: PublicPaper, challenge: Challenge) -> Email:
    """Tell a challenger who sends the form again that it was confirmed before."""
    title = paper.text(challenge.language).title
    with reading(challenge.language):
        subject = _("Told already: %(title)s", title=title)
        told = _(
            "The form about this entry under “%(title)s” was sent again with this address. The "
            "hosts know of it already, so nothing has changed.",
            title=title,
        )
        return _email(challenge, paper, subject, (Paragraph(told),))


def _house_of(endorsement: Endorsement) -> str:
    return evidence.mail_domain(endorsement.contact.email if endorsement.contact else "")


def _what_happens(endorsement: Endorsement, host: str) -> str:
    if endorsement.state != State.PUBLISHED:
        meanwhile = _("Until it is decided, the entry is not shown on the list.")
    else:
        meanwhile = _("Until it is decided, the entry is shown as contested.")
    then = _(
        "%(host)s looks into it, and we write to you when it is decided. Before that you may "
        "answer: only the hosts read it.",
        host=host,
    )
    return f"{meanwhile} {then}"


def _removed(values: dict[str, str]) -> tuple[str, str]:
    told = _(
        "%(host)s has looked into the entry of %(organisation)s under “%(title)s” and has "
        "removed it: it does not stand on the list.",
        **values,
    )
    return _("The entry goes: %(title)s", title=values["title"]), told


def _kept(values: dict[str, str], endorsement: Endorsement) -> tuple[str, str]:
    """Return subject and words: an entry that was found right may be off the list all the same."""
    if endorsement.state == State.PUBLISHED:
        subject = _("The entry stays: %(title)s", title=values["title"])
    else:
        subject = _("In favour of the entry: %(title)s", title=values["title"])
    told = _(
        "%(host)s has looked into the entry of %(organisation)s under “%(title)s” and has decided "
        "in favour of the entry.",
        **values,
    )
    return subject, f"{told} {_where_it_stands(endorsement)}"


def _where_it_stands(endorsement: Endorsement) -> str:
    """Return where an entry stands whose dispute is over, in the language in force."""
    if endorsement.state == State.PUBLISHED:
        return _("The entry stands on the list, without a mark.")
    if endorsement.state == State.CONFIRMED:
        return _(
            "The entry is not on the list: the hosts look at it first, or the organisation stands "
            "there by another one."
        )
    return _("The entry is not on the list: the hosts have removed it for another reason.")


def _to_entry(paper: PublicPaper, endorsement: Endorsement, language: str) -> tuple[Part, ...]:
    if endorsement.state != State.PUBLISHED:
        return ()
    return (Link(_("See the entry"), links.entry_url(language, paper.slug, endorsement)),)


def _notice(told: Endorsement, paper: PublicPaper, subject: str, parts: tuple[Part, ...]) -> Email:
    """Return what tells who has signed `told` of an endorsement that somebody else has signed."""
    return replace(_email(told, paper, subject, parts), reader=told.public_id)


def _email(
    reader: SubmissionMixin, paper: PublicPaper, subject: str, parts: tuple[Part, ...]
) -> Email:
    to = reader.contact.email if reader.contact else ""
    email = Email(to, reader.language, subject, parts)
    return shared.from_host(email, paper.campaign_host, paper.reply_to)
