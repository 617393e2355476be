"""The e-mails of this capability. They say; they send nothing."""

from dataclasses import replace

from flask import current_app

from signon.adding import links
from signon.adding.models import Addition, Correction
from signon.adding.wordings import TOLD
from signon.endorsements.facts import facts_of, label_of, said
from signon.endorsements.models import Endorsement
from signon.kernel.clock import day_begins
from signon.outbox.post import Email, Facts, Link, Paragraph, Part
from signon.outbox.wording import gettext as _
from signon.papers.queries import paper_by_id
from signon.signatories import fields
from signon.site.formats import day
from signon.site.languages import reading
from signon.submissions import emails as shared
from signon.submissions.kinds import Occasion, kind_of
from signon.submissions.states import State


def please_say_if_right(row: Endorsement, addition: Addition) -> Email:
    """Return the e-mail that asks a mailbox whether what the hosts wrote down is right."""
    with reading(row.language):
        occasion = kind_of(row).occasion_of(row)
        received = day_begins(occasion.time_zone, addition.received_on)
        opening = _(
            TOLD[addition.channel],
            host=occasion.host,
            title=occasion.title,
            day=day(received, occasion.time_zone),
        )
        silence = _(
            "If you do nothing, the entry stays as it is and says that it was added by the "
            "hosts. Opening the link changes nothing; you press a button on the page."
        )
        return _is_it_right(row, occasion.title, opening, silence)


def from_a_list(row: Endorsement) -> Email:
    """Return the e-mail that asks a mailbox whether what stood on an imported list is right."""
    with reading(row.language):
        occasion = kind_of(row).occasion_of(row)
        why = _(
            "Sent by %(site)s for %(host)s, because this address is on a list that they brought "
            "in. You are on no mailing list.",
            site=current_app.config["BASE_URL"],
            host=occasion.host,
        )
        opening = _(
            "%(host)s has brought in a list of those who endorse “%(title)s”. It names you, as "
            "signed on %(day)s. This is the entry:",
            host=occasion.host,
            title=occasion.title,
            day=day(row.confirmed_at or row.submitted_at, occasion.time_zone),
        )
        silence = _(
            "If you do nothing, the entry stays as it is and says that it comes from a "
            "list. Opening the link changes nothing; you press a button on the page."
        )
        return replace(_is_it_right(row, occasion.title, opening, silence), footer=why)


def _is_it_right(row: Endorsement, title: str, opening: str, silence: str) -> Email:
    """Return the question whether an entry is right; `silence` says what becomes of no answer."""
    return _to_contact(
        row,
        _("Is this right? Your endorsement of %(title)s", title=title),
        Paragraph(opening),
        Facts(facts_of(row)),
        Link(_("See it and say that it is right"), links.added_url(row)),
        Paragraph(silence),
        _not_us(row),
    )


def corrected(correction: Correction) -> Email:
    """Return the e-mail that asks a signatory whether what a lead corrected is right."""
    row = correction.endorsement
    with reading(row.language):
        occasion = kind_of(row).occasion_of(row)
        return _to_contact(
            row,
            _("We corrected this, is it right? %(title)s", title=occasion.title),
            Paragraph(
                _(
                    "%(host)s has corrected your entry under “%(title)s”:",
                    host=occasion.host,
                    title=occasion.title,
                )
            ),
            Facts(changes_of(correction)),
            Paragraph(
                _(
                    "If it is right, you need do nothing. If it is not, open this link and press "
                    "“No, put it back”: then what stood there before stands there again."
                )
            ),
            Link(_("See it and answer"), links.corrected_url(correction)),
        )


def changes_of(correction: Correction) -> tuple[tuple[str, str], ...]:
    """Return old and new values with their labels, in the language in force."""
    row, nothing = correction.endorsement, _("(nothing)")
    rows: list[tuple[str, str]] = []
    for field in fields.FIELDS:
        if field.name in correction.after:
            label = label_of(row, field)
            was = said(field, correction.before[field.name], row.version_id)
            now = said(field, correction.after[field.name], row.version_id)
            rows.append((_("%(label)s, before", label=label), was or nothing))
            rows.append((_("%(label)s, now", label=label), now or nothing))
    return tuple(rows)


def took_place(new: Endorsement) -> Email:
    """Return the e-mail to whoever signed the entry that stands on the list from now on."""
    with reading(new.language):
        occasion = kind_of(new).occasion_of(new)
        opening = _(
            "Your entry stands under “%(title)s” from now on, in place of an earlier one of the "
            "same name. This is what the list shows:",
            title=occasion.title,
        )
        return _told(new, occasion, opening, new)


def gave_way(old: Endorsement, new: Endorsement) -> Email:
    """Return the e-mail to whoever signed an entry in whose place another one stands."""
    with reading(old.language):
        occasion = kind_of(old).occasion_of(old)
        opening = _(
            "Under “%(title)s”, the hosts have put another entry in the place of the one that was "
            "signed with this address. You stay on record as a contact. This is what the list "
            "shows:",
            title=occasion.title,
        )
        return _told(old, occasion, opening, new)


def is_second(other: Endorsement, standing: Endorsement) -> Email:
    """Return the e-mail to whoever signed for what stands on the list by a colleague's entry."""
    with reading(other.language):
        occasion = kind_of(other).occasion_of(other)
        opening = _(
            "Thank you. Under “%(title)s” this stood on the list already, signed by somebody else. "
            "It stands there once, and you are kept as a second contact. This is what the list "
            "shows:",
            title=occasion.title,
        )
        return _told(other, occasion, opening, standing)


def put_back(row: Endorsement) -> Email:
    """Return the e-mail that tells whoever signed that a replacement was taken back."""
    with reading(row.language):
        occasion = kind_of(row).occasion_of(row)
        opening = _(
            "The hosts have taken back that one entry under “%(title)s” took the place of "
            "another. This is your entry; it stands as it stood before:",
            title=occasion.title,
        )
        return _told(row, occasion, opening, row)


def _told(to: Endorsement, occasion: Occasion, opening: str, shown: Endorsement) -> Email:
    """Return, in the language in force, what a pair of entries means for one of its contacts.

    What is not on the list has no page that could be opened.
    """
    ways: tuple[Part, ...] = ()
    if shown.state == State.PUBLISHED:
        ways = (
            Paragraph(_("If this is not right, open the entry: there you can tell the hosts.")),
            Link(_("Open the entry"), _entry_url(to.language, shown)),
        )
    subject = _("About your endorsement: %(title)s", title=occasion.title)
    return _to_contact(to, subject, Paragraph(opening), Facts(facts_of(shown)), *ways)


def _entry_url(language: str, row: Endorsement) -> str:
    slug = paper_by_id(row.paper_id).slug
    # Built by hand: links come from the configured address alone, never from a request.
    page = f"papers/{slug}/signatories/{row.public_id}"
    return f"{current_app.config['BASE_URL']}/{language}/{page}"


def _not_us(row: Endorsement) -> Link:
    return Link(_("This was not us: take it back"), shared.not_us_url(kind_of(row), row))


def _to_contact(row: Endorsement, subject: str, *parts: Part) -> Email:
    occasion = kind_of(row).occasion_of(row)
    to = row.contact.email if row.contact is not None else ""
    email = Email(to, row.language, subject, parts)
    return shared.from_host(email, occasion.host, occasion.contact)
