"""Papers for which very many wait, copied row by row from one that has come in by itself."""

from typing import Any

from sqlalchemy import func, insert, select

from signon.audit import trail
from signon.endorsements.models import Endorsement
from signon.extensions import db
from signon.kernel.text import collation
from signon.organisations.lookalikes import look_key
from signon.organisations.models import Organisation
from signon.submissions.models import Contact
from signon.transaction import command

BATCH = 500
Row = dict[str, Any]


@command
def fill(model: Endorsement, number: int) -> None:
    """Let `number` organisations wait beside `model`, each with its contact and its trail."""
    first, body, person = (
        _row(kind, key)
        for kind, key in (
            (Endorsement, model.id),
            (Organisation, model.organisation_id),
            (Contact, model.contact_id),
        )
    )
    after, bodies = _newest(Endorsement), _newest(Organisation)
    made: dict[Any, list[Row]] = {Organisation: [], Contact: [], Endorsement: []}
    for at in range(1, number + 1):
        key, name = f"crowd{after + at:06}x", f"{_word(at)} {_word(at * 7919 + 13)} Alliance"
        made[Organisation].append(body | _body(bodies + at, key, name))
        made[Contact].append(person | {"id": key, "email": f"{key}@example.org"})
        made[Endorsement].append(first | _entry(after + at, bodies + at, key, name))
        trail.record("confirm", key, actor=trail.SIGNATORY)
    for kind, rows in made.items():
        for begin in range(0, len(rows), BATCH):
            db.session.execute(insert(kind.__table__), rows[begin : begin + BATCH])


def _row(kind: Any, key: Any) -> Row:
    found = db.session.execute(select(kind.__table__).where(kind.__table__.c.id == key)).one()
    return dict(found._mapping)


def _newest(kind: Any) -> int:
    return db.session.scalar(select(func.max(kind.id))) or 0


def _body(number: int, key: str, name: str) -> Row:
    of_name = {"name": name, "key": key, "certain_key": key}
    return {"id": number, "public_id": key, "website": "", "website_domain": "", **of_name}


def _entry(number: int, organisation: int, key: str, name: str) -> Row:
    keys = {"public_id": key, "contact_id": key, "address_key": key, "link_stamp": key}
    of_name = {"name": name, "look_key": look_key(name), "sort_key": collation.sort_key(name)}
    return {
        "id": number,
        "organisation_id": organisation,
        "code_hash": None,
        "search": f" {name.lower()}",
        **keys,
        **of_name,
    }


def _word(number: int) -> str:
    """Return a word that is unlike its neighbours': syllables for the digits of a number."""
    syllables = ("bra", "cle", "dri", "flo", "gru", "hal", "kem", "lin", "mor", "nus")
    return "".join(syllables[int(digit)] for digit in str(number * 31 % 99991)).capitalize()
