"""What of an endorsement will be public, said in the language of the page or e-mail."""

from flask_babel import get_locale
from flask_babel import gettext as _

from signon.endorsements.models import Endorsement
from signon.kernel import countries
from signon.organisations.kind_names import kind_name
from signon.signatories import fields, scope
from signon.signatories.fields import Field


def facts_of(endorsement: Endorsement) -> tuple[tuple[str, str], ...]:
    """Return labels and values of everything that the list will show; empty values left out."""
    if endorsement.hides_name:
        country = _value(endorsement, fields.COUNTRY)
        return (_("Name"), _("not shown; you are counted")), (_("Country"), country)
    own = fields.of(endorsement.capacity)
    facts = ((label_of(endorsement, field), _value(endorsement, field)) for field in own)
    return tuple((label, value) for label, value in facts if value)


def label_of(endorsement: Endorsement, field: Field) -> str:
    """Return what stands before a value, in the language of the page or e-mail."""
    if field is fields.NAME and endorsement.capacity == "organisation":
        return _("Organisation")
    return str(field.label)


def _value(endorsement: Endorsement, field: Field) -> str:
    return said(field, getattr(endorsement, field.name), endorsement.version_id)


def said(field: Field, kept: str, version_id: int) -> str:
    """Return what people read of a value; of the choices it is a name and not what is kept."""
    if field is fields.COUNTRY:
        return countries.name(kept, str(get_locale()))
    if field is fields.KIND:
        return kind_name(kept)
    if field is fields.PRIORITIES:
        return scope.of_version(kept, version_id) if kept else ""
    return kept
