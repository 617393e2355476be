"""Two spellings, one mailbox: the key under which an address is remembered."""

import hashlib
import hmac
import secrets
import unicodedata
from functools import partial
from weakref import WeakKeyDictionary

import idna
from sqlalchemy import Engine, select

from signon.extensions import db
from signon.kernel.upsert import insert_for
from signon.outbox.models import PEPPERS
from signon.transaction import after_commit, command

PEPPER = "addresses"
GOOGLE = {"gmail.com", "googlemail.com"}

_peppers: WeakKeyDictionary[Engine, bytes] = WeakKeyDictionary()


def address_key(email: str) -> str:
    """Return the keyed hash of the mailbox behind an address. Odd input gets a key like any."""
    pepper = _peppers.get(db.engine) or _pepper()
    return hmac.new(pepper, normal_form(email).encode(errors="replace"), hashlib.sha256).hexdigest()


def normal_form(email: str) -> str:
    """Return the one spelling of a mailbox: small letters, A-label, no tag, no dots at Google."""
    local, _, domain = unicodedata.normalize("NFKC", email).strip().lower().rpartition("@")
    local = local.partition("+")[0] or local
    try:
        domain = ascii_domain(domain)
    except UnicodeError:
        return f"{local}@{domain}"
    if domain in GOOGLE:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def ascii_domain(domain: str) -> str:
    """Return a domain as the network writes it; raise `UnicodeError` if it is none."""
    domain = domain.lower().rstrip(".")
    if domain.isascii() and "xn--" not in domain:
        return domain
    return idna.encode(domain, uts46=True).decode("ascii")


@command
def _pepper() -> bytes:
    """Read the pepper, made by whoever asks first; keep it once it is certain to be stored."""
    stored = select(PEPPERS.c.value).where(PEPPERS.c.name == PEPPER)
    value = db.session.scalar(stored)
    if value is None:
        new = insert_for(db.session(), PEPPERS).values(name=PEPPER, value=secrets.token_hex(32))
        db.session.execute(new.on_conflict_do_nothing())
        value = db.session.scalar(stored)
    pepper = str(value).encode()
    after_commit(partial(_peppers.__setitem__, db.engine, pepper))
    return pepper
