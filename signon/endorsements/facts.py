"""What of an endorsement will be public, said in the language of the page or e-mail."""

from flask_babel import get_locale
from flask_babel import gettext as _

from signon.endorsements.models import Endorsement
from signon.kernel import countries
from signon.organisations.kind_names import kind_name
from signon.signatories import scope


def facts_of(endorsement: Endorsement) -> tuple[tuple[str, str], ...]:
    """Return labels and values of everything that the list will show; empty values left out."""
    country = countries.name(endorsement.country, str(get_locale()))
    if endorsement.hides_name:
        return (_("Name"), _("not shown; you are counted")), (_("Country"), country)
    facts: tuple[tuple[str, str], ...]
    if endorsement.capacity == "organisation":
        facts = (
            (_("Organisation"), endorsement.name),
            (_("Acronym"), endorsement.acronym),
            (_("Country"), country),
            (_("Kind"), kind_name(endorsement.organisation_kind)),
            (_("Website"), endorsement.website),
        )
    else:
        facts = (
            (_("Name"), endorsement.name),
            (_("Affiliation, for identification only"), endorsement.affiliation),
            (_("Country"), country),
        )
    facts = (*facts, (_("Remark"), endorsement.statement), *_scope_of(endorsement))
    return tuple((label, value) for label, value in facts if value)


def _scope_of(endorsement: Endorsement) -> tuple[tuple[str, str], ...]:
    """Return what was chosen and reserved: mostly nothing."""
    chosen = ""
    if endorsement.priorities:
        chosen = scope.of_version(endorsement.priorities, endorsement.version_id)
    return ((_("Endorses"), chosen), (_("Reservation"), endorsement.reservation))
