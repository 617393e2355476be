"""The e-mails to leads. They say; they send nothing."""

from flask import current_app
from flask_babel import force_locale

from signon.access.links import INVITATION_LASTS, RESET_LASTS, desk_url
from signon.access.models import Account
from signon.access.roles import NAMES, Role
from signon.kernel import clock
from signon.outbox.post import Email, Facts, Link, Paragraph, Part
from signon.outbox.wording import gettext as _
from signon.site.formats import moment


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
                *_way_in(link, is_new=True),
            ),
            footer=_footer(),
            even_if_silent=True,
        )


def may_create(account: Account, link: str, *, is_new: bool) -> Email:
    """Return the e-mail that tells somebody that they may create campaigns, new here or not."""
    with force_locale(account.language):
        return Email(
            to=account.email,
            language=account.language,
            subject=_("You may create campaigns"),
            parts=(
                Paragraph(_("You may create campaigns at the desk, and become their owner.")),
                *_way_in(link, is_new=is_new),
            ),
            footer=_footer(),
            even_if_silent=True,
        )


def co_host(account: Account, of: tuple[str, str], link: str, *, is_new: bool) -> Email:
    """Return the e-mail to somebody of a co-host; `of` is title of campaign, name of co-host."""
    with force_locale(account.language):
        title, name = of
        return Email(
            to=account.email,
            language=account.language,
            subject=_("Your organisation co-hosts: %(title)s", title=title),
            parts=(
                Paragraph(_("You can see at the desk what came by your organisation's own link.")),
                Facts(((_("Campaign"), title), (_("Co-host"), name))),
                *_way_in(link, is_new=is_new),
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
                *_way_in(desk_url(), is_new=False),
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


def own_password_changed(account: Account) -> Email:
    """Return the e-mail after a lead has changed the password on the page of their account."""
    with force_locale(account.language):
        return _about_account(
            account,
            _("Your password was changed"),
            _(
                "The password of your account was changed at the desk just now. The browser in "
                "which that was done stays signed in; every other device was signed out."
            ),
        )


def new_device(account: Account, words: str, link: str) -> Email:
    """Return the e-mail about a sign-in in a browser that has not signed in before.

    `words` say which browser it is, as `devices.words_for`; no network is named anywhere.
    """
    with force_locale(account.language):
        browser = words or _("one that we do not know")
        return Email(
            to=account.email,
            language=account.language,
            subject=_("Your account was signed in on a new device"),
            parts=(
                Paragraph(_("Somebody, we hope you, signed in to the desk on a new device.")),
                Facts(((_("When"), moment(clock.now(), "UTC")), (_("Browser"), browser))),
                Paragraph(
                    _(
                        "If it was you, you need do nothing. If it was not, somebody else knows "
                        "your password: open this link and press the button. It ends all sessions, "
                        "and the password opens nothing any more."
                    )
                ),
                Link(_("Not you? End all sessions"), link),
            ),
            footer=_footer(),
            even_if_silent=True,
        )


def second_step_on(account: Account) -> Email:
    """Return the e-mail that tells the owner of an account that codes are asked for now."""
    with force_locale(account.language):
        return _about_account(
            account,
            _("Signing in takes a code now"),
            _("A second step was set up for your account just now. Signing in takes a code too."),
        )


def second_step_off(account: Account) -> Email:
    """Return the e-mail that tells the owner of an account that no code is asked for any more."""
    with force_locale(account.language):
        return _about_account(
            account,
            _("Signing in takes no code any more"),
            _(
                "The second step of your account was turned off just now. Signing in takes your "
                "password alone."
            ),
        )


def recovery_code_used(account: Account, left: int) -> Email:
    """Return the e-mail that tells the owner of an account that a recovery code was used."""
    with force_locale(account.language):
        return _about_account(
            account,
            _("A recovery code of yours was used"),
            _(
                "A recovery code of your account was used just now. Codes left: %(left)s.",
                left=left,
            ),
        )


def _about_account(account: Account, subject: str, what: str) -> Email:
    return Email(
        to=account.email,
        language=account.language,
        subject=subject,
        parts=(
            Paragraph(what),
            Paragraph(
                _(
                    "If it was not you, somebody else knows your password: choose another one at "
                    "once, and tell an owner of your campaign."
                )
            ),
            Link(_("Choose another password"), desk_url("password/forgotten")),
        ),
        footer=_footer(),
        even_if_silent=True,
    )


def _way_in(link: str, *, is_new: bool) -> tuple[Part, ...]:
    """Return the link of a mail: whoever is new chooses a password with it, and only once."""
    if not is_new:
        return (Link(_("Sign in with the password you have"), link),)
    once = _(
        "The link works once, for %(days)s days. If you do not know what this is about, do "
        "nothing: without you it opens nothing.",
        days=INVITATION_LASTS.days,
    )
    return Link(_("Choose a password and begin"), link), Paragraph(once)


def _what_for(campaign_title: str, role: Role) -> Facts:
    return Facts(((_("Campaign"), campaign_title), (_("Your role"), _(NAMES[role]))))


def _footer() -> str:
    return _(
        "Sent by %(site)s to the leads of its campaigns, because of something done with their "
        "accounts.",
        site=current_app.config["BASE_URL"],
    )
