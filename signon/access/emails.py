"""The e-mails to leads. They say; they send nothing."""

from flask import current_app
from flask_babel import force_locale

from signon.access.links import INVITATION_LASTS, RESET_LASTS, desk_url
from signon.access.models import Account
from signon.access.roles import NAMES, Role
from signon.outbox.post import Email, Facts, Link, Paragraph
from signon.outbox.wording import gettext as _


def invitation(account: Account, campaign_title: str, role: Role, link: str) -> Email:
    """Return the e-mail with the link by which somebody new sets a password."""
    with force_locale(account.language):
        return Email(
            to=account.email,
            language=account.language,
            subject=_("You are invited to work on: %(title)s", title=campaign_title),
            parts=(
                Paragraph(_("You are invited to help with a campaign on its desk.")),
                _what_for(campaign_title, role),
                Link(_("Choose a password and begin"), link),
                Paragraph(
                    _(
                        "The link works once, for %(days)s days. If you do not know what this "
                        "is about, do nothing: without you it opens nothing.",
                        days=INVITATION_LASTS.days,
                    )
                ),
            ),
            footer=_footer(),
            even_if_silent=True,
        )


def new_role(account: Account, campaign_title: str, role: Role) -> Email:
    """Return the e-mail that tells somebody who has an account of a role in a campaign."""
    with force_locale(account.language):
        return Email(
            to=account.email,
            language=account.language,
            subject=_("Your role in: %(title)s", title=campaign_title),
            parts=(
                Paragraph(_("You have been given a role in a campaign.")),
                _what_for(campaign_title, role),
                Link(_("Sign in with the password you have"), desk_url()),
            ),
            footer=_footer(),
            even_if_silent=True,
        )


def password_link(account: Account, link: str) -> Email:
    """Return the e-mail with the link that sets a new password."""
    with force_locale(account.language):
        return Email(
            to=account.email,
            language=account.language,
            subject=_("Choose a new password"),
            parts=(
                Paragraph(_("Somebody, we hope you, asked for a new password for the desk.")),
                Link(_("Choose a new password"), link),
                Paragraph(
                    _(
                        "The link works once, for %(minutes)s minutes. If it was not you, do "
                        "nothing: your password stays as it is.",
                        minutes=int(RESET_LASTS.total_seconds() // 60),
                    )
                ),
            ),
            footer=_footer(),
            even_if_silent=True,
        )


def password_changed(account: Account) -> Email:
    """Return the e-mail that tells the owner of an account that its password is another one."""
    with force_locale(account.language):
        return Email(
            to=account.email,
            language=account.language,
            subject=_("Your password was changed"),
            parts=(
                Paragraph(
                    _(
                        "The password of your account was changed just now, and every device "
                        "was signed out."
                    )
                ),
                Paragraph(
                    _(
                        "If it was not you, choose another password at once, and tell an owner "
                        "of your campaign."
                    )
                ),
                Link(_("Choose another password"), desk_url("password/forgotten")),
            ),
            footer=_footer(),
            even_if_silent=True,
        )


def _what_for(campaign_title: str, role: Role) -> Facts:
    return Facts(((_("Campaign"), campaign_title), (_("Your role"), _(NAMES[role]))))


def _footer() -> str:
    return _(
        "Sent by %(site)s to the leads of its campaigns, because of something done with their "
        "accounts.",
        site=current_app.config["BASE_URL"],
    )
