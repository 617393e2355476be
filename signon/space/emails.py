"""The e-mails of the space. They say; they send nothing."""

from dataclasses import replace

from flask import current_app
from flask_babel import get_locale

from signon.endorsements.facts import facts_of
from signon.endorsements.models import Endorsement
from signon.outbox.post import Email, Facts, Link, Paragraph, Part
from signon.outbox.wording import gettext as _
from signon.site.formats import day
from signon.site.languages import reading
from signon.space import links, outcomes
from signon.space.models import Offer
from signon.space.outcomes import Outcome
from signon.submissions import emails as shared
from signon.submissions.kinds import kind_of


def your_link(url: str, *, to: str, language: str) -> Email:
    """Return the e-mail with the link to the space of a mailbox."""
    with reading(language):
        return Email(
            to=to,
            language=language,
            subject=_("Your link to what you have signed"),
            parts=(
                Paragraph(
                    _(
                        "With this link you see everything that was signed with this address, "
                        "correct it or withdraw it, and hand over what you signed for an "
                        "organisation. It works for one hour, in one browser."
                    )
                ),
                Link(_("Open"), url),
                Paragraph(_("If you did not ask for it, you need do nothing.")),
            ),
            footer=_("Sent by %(site)s.", site=current_app.config["BASE_URL"]),
        )


def please_take_over(offer: Offer) -> Email:
    """Return the e-mail that offers an endorsement to a successor."""
    row = offer.endorsement
    with reading(row.language):
        return _asking(
            offer,
            _("Please take over: %(title)s", title=_title(row)),
            _(
                "%(person)s wants to hand over to you an endorsement of “%(title)s”. If you "
                "accept, you are the one to whom we write about it, and who may correct or "
                "withdraw it. The entry itself stays as it is:",
                person=_holder(row),
                title=_title(row),
            ),
            _("See it and decide"),
        )


def please_vouch(offer: Offer) -> Email:
    """Return the e-mail that asks a second person to confirm for the organisation."""
    row = offer.endorsement
    with reading(row.language):
        return _asking(
            offer,
            _("Please confirm for your organisation: %(title)s", title=_title(row)),
            _(
                "%(person)s has endorsed “%(title)s” in the name of your organisation and asks "
                "you to confirm that it may be signed. This is the entry:",
                person=_holder(row),
                title=_title(row),
            ),
            _("See it and decide"),
        )


def please_hand_over(offer: Offer) -> Email:
    """Return the e-mail that asks a contact whether a colleague may take over."""
    row = offer.endorsement
    domain = offer.contact.email.rpartition("@")[2] if offer.contact else ""
    with reading(row.language):
        asked = _asking(
            offer,
            _("A colleague asks to take over: %(title)s", title=_title(row)),
            _(
                "Somebody with a mailbox at %(domain)s has signed “%(title)s” for the same "
                "organisation and asks to become its contact instead of you. If you do nothing, "
                "nothing changes. This is the entry:",
                domain=domain,
                title=_title(row),
            ),
            _("See it and decide"),
        )
        return replace(asked, to=row.contact.email if row.contact else "")


def signed_by_a_colleague(duplicate: Endorsement, listed: Endorsement, *, to: str) -> Email:
    """Return the e-mail to whoever signs for an organisation that stands on the list already."""
    kind = kind_of(duplicate)
    with reading(duplicate.language):
        title, occasion = _title(duplicate), kind.occasion_of(duplicate)
        url = links.join_url(duplicate, listed)
        email = Email(
            to=to,
            language=duplicate.language,
            subject=_("Your organisation has endorsed already: %(title)s", title=title),
            parts=(
                Paragraph(
                    _(
                        "Thank you. Your endorsement is confirmed, and your organisation stood "
                        "under “%(title)s” already: somebody has endorsed it for you on %(day)s. "
                        "It stands on the list once: if that was a colleague, you need do nothing "
                        "more. If it was nobody of yours, tell the hosts: its name on the list "
                        "leads to a form. This is what is published:",
                        title=title,
                        day=day(listed.confirmed_at or listed.submitted_at, occasion.time_zone),
                    )
                ),
                Facts(facts_of(listed)),
                Link(_("I should be the contact from now on"), url),
                Link(_("This was not us: take it back"), shared.not_us_url(kind, duplicate)),
            ),
        )
        return _from_host(email, duplicate)


def answered(row: Endorsement, outcome: Outcome, *, to: str, language: str) -> Email:
    """Return the e-mail about an answer to whoever was the contact when it came."""
    said = outcomes.TO_HOLDER[outcome.sort, outcome.yes]
    with reading(language):
        return _news(row, outcome, said, to=to)


def colleague_answered(row: Endorsement, outcome: Outcome, *, to: str, language: str) -> Email:
    """Return the e-mail about an answer to the colleague who asked to become the contact."""
    with reading(language):
        news = _news(row, outcome, outcomes.TO_COLLEAGUE[outcome.yes], to=to)
        if not outcome.yes:
            return news
        url = f"{current_app.config['BASE_URL']}/{language}/space"
        return replace(news, parts=(*news.parts, Link(_("What you have signed"), url)))


def _news(row: Endorsement, outcome: Outcome, said: str, *, to: str) -> Email:
    """Return, in the language in force, what was answered and where the entry stands since."""
    title = _title(row)
    email = Email(
        to=to,
        language=str(get_locale()),
        subject=_("About your endorsement: %(title)s", title=title),
        parts=(
            Paragraph(_(said, title=title)),
            Paragraph(_(outcomes.STANDS[outcome.standing])),
        ),
    )
    return _from_host(email, row)


def _asking(offer: Offer, subject: str, opening: str, button: str) -> Email:
    row = offer.endorsement
    parts: tuple[Part, ...] = (
        Paragraph(opening),
        Facts(facts_of(row)),
        Link(button, links.offer_url(offer)),
        Paragraph(_("The link works for 14 days. Opening it changes nothing.")),
    )
    to = offer.contact.email if offer.contact else ""
    return _from_host(Email(to, row.language, subject, parts), row)


def _from_host(email: Email, row: Endorsement) -> Email:
    occasion = kind_of(row).occasion_of(row)
    return shared.from_host(email, occasion.host, occasion.contact)


def _title(row: Endorsement) -> str:
    return kind_of(row).occasion_of(row).title


def _holder(row: Endorsement) -> str:
    if row.contact is None:
        return _("Somebody")
    return f"{row.contact.name} ({row.contact.role})" if row.contact.role else row.contact.name
