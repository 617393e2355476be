"""Shape of what leads type about a campaign and its people."""

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length

from signon.access.roles import Role
from signon.campaigns.policy import LONGEST_CONTACT, LONGEST_NAME
from signon.campaigns.queries import PublicCampaign
from signon.campaigns.service import CampaignDraft
from signon.kernel import slugs
from signon.kernel.languages import INTERFACE, direction
from signon.kernel.text import names
from signon.site.bodies import shown
from signon.site.typed import stale

_LONGEST_ADDRESS = 254


class RoleForm(FlaskForm):
    """What somebody may do from now on."""

    role = StringField(_l("Role"), [AnyOf(list(Role), _l("Choose a role."))])


class InvitationForm(RoleForm):
    """Who is invited, as what, and in which language they are written to."""

    email = StringField(
        _l("E-mail address"),
        [InputRequired(_l("Enter an e-mail address.")), Length(max=_LONGEST_ADDRESS)],
        render_kw={"type": "email", "autocomplete": "off", "maxlength": 254, "dir": "ltr"},
    )
    language = StringField(
        _l("Language of the e-mail"), [AnyOf(list(INTERFACE), _l("Choose a language."))]
    )


class PartnerForm(FlaskForm):
    """Who of a co-host is invited, and in which language they are written to."""

    email = StringField(
        _l("E-mail address"),
        [InputRequired(_l("Enter an e-mail address.")), Length(max=_LONGEST_ADDRESS)],
    )
    language = StringField(
        _l("Language of the e-mail"), [AnyOf(list(INTERFACE), _l("Choose a language."))]
    )


class CoHostForm(FlaskForm):
    """An organisation that hosts a campaign too."""

    name = StringField(
        _l("Name of the organisation"),
        [
            InputRequired(_l("Enter the name of the organisation.")),
            Length(max=LONGEST_NAME),
            shown,
        ],
        render_kw={"maxlength": LONGEST_NAME, "autocomplete": "off"},
    )

    def cleaned(self) -> str:
        """Return the name on one line, without what turns it round or cannot be seen."""
        return names.tidy(self.name.data or "", LONGEST_NAME)


def _line(label: str, longest: int, *rules: Any, **more: Any) -> StringField:
    drawn = {"maxlength": longest, "autocomplete": "off", **more.pop("render_kw", {})}
    return StringField(label, [*rules, Length(max=longest)], render_kw=drawn, **more)


class CampaignForm(FlaskForm):
    """What a campaign's pages say of it; title, summary and imprint once for each language."""

    host = _line(
        _l("Host"),
        LONGEST_NAME,
        InputRequired(_l("Enter who hosts the campaign.")),
        description=_l("The organisation that answers for the campaign, as its pages name it."),
    )
    contact = _line(
        _l("Contact of the host"),
        LONGEST_CONTACT,
        InputRequired(_l("Enter how the host can be asked.")),
        description=_l("A mailbox, or a page that begins with https://. Everybody can read it."),
        render_kw={"dir": "ltr"},
    )
    accent = _line(
        _l("Colour"),
        7,
        InputRequired(_l("Enter a colour.")),
        description=_l("Written like #7a1f2b. It must be readable on white."),
        render_kw={"dir": "ltr"},
    )

    time_zone = _line(
        _l("Time zone"),
        64,
        InputRequired(_l("Enter a time zone.")),
        description=_l("A place such as Europe/Brussels: by its clock new papers open and close."),
        render_kw={"dir": "ltr"},
    )

    shown = HiddenField()

    def fill(
        self, campaign: PublicCampaign, texts: dict[str, tuple[str, str]], imprints: dict[str, str]
    ) -> None:
        """Show what is known of a campaign."""
        self.host.data, self.contact.data = campaign.host, campaign.contact
        self.accent.data, self.time_zone.data = campaign.accent, campaign.time_zone
        for code in INTERFACE:
            self[f"title_{code}"].data, self[f"summary_{code}"].data = texts.get(code, ("", ""))
            self[f"imprint_{code}"].data = imprints.get(code, "")
        stale.note(self, [f.name for f in self if f.name not in ("shown", "csrf_token")])

    def draft(self, slug: str) -> CampaignDraft:
        """Return what was typed; a language without a title is left out."""
        texts = tuple(
            (code, title, self._lines(f"summary_{code}"))
            for code in INTERFACE
            if (title := self._text(f"title_{code}"))
        )
        accent = self._text("accent").lower()
        return CampaignDraft(
            slug,
            self._text("host"),
            texts,
            self._text("contact"),
            accent,
            self._text("time_zone"),
        )

    def imprints(self) -> dict[str, str]:
        """Return the imprints as Markdown, by language."""
        return {code: self._lines(f"imprint_{code}") for code in INTERFACE}

    def _text(self, name: str) -> str:
        return " ".join(str(self[name].data or "").split())

    def _lines(self, name: str) -> str:
        return "\n".join(str(self[name].data or "").splitlines()).strip()


for _code in INTERFACE:
    _spoken = {"lang": _code, "dir": direction(_code)}
    setattr(CampaignForm, f"title_{_code}", _line(_l("Title"), LONGEST_NAME, render_kw=_spoken))
    setattr(
        CampaignForm,
        f"summary_{_code}",
        TextAreaField(_l("Summary"), [Length(max=2000)], render_kw={"rows": 3, **_spoken}),
    )
    setattr(
        CampaignForm,
        f"imprint_{_code}",
        TextAreaField(_l("Imprint"), [Length(max=100_000)], render_kw={"rows": 5, **_spoken}),
    )


class NewCampaignForm(CampaignForm):
    """A campaign that is not there yet: it also needs a name in addresses."""

    slug = _line(
        _l("Name in addresses"),
        slugs.LONGEST,
        description=_l(
            "Small letters a to z, digits and hyphens. It stays. Left empty, it is made of the "
            "title."
        ),
        render_kw={"dir": "ltr"},
    )

    def draft(self, slug: str = "") -> CampaignDraft:
        """Return what was typed; without a name in addresses the first title gives it one."""
        typed = super().draft(self._text("slug"))
        if not typed.slug and typed.texts:
            self.slug.data = slugs.suggested(typed.texts[0][1])
            return super().draft(self._text("slug"))
        return typed
