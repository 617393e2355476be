"""Two spellings, one mailbox: the keys under which an address is remembered.

`address_key` is for limits: spellings that most providers deliver to one mailbox have one key.
`mailbox_key` is for what somebody may see and do: whatever may be two mailboxes has two.
"""

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
    return keyed(normal_form(email))


def mailbox_key(email: str) -> str:
    """Return the keyed hash of the one address that was given, however its case and its domain."""
    return keyed(exact_form(email))


def is_at(email: str, key: str | None) -> bool:
    """Tell whether an address has that `mailbox_key`."""
    return bool(key) and mailbox_key(email) == key


def normal_form(email: str) -> str:
    """Return the one spelling of a mailbox: small letters, A-label, no tag, no dots at Google."""
    local, domain = _parts(email)
    local = _untagged(local)
    if domain in GOOGLE:
        local, domain = local.replace(".", ""), "gmail.com"
    return f"{local}@{domain}"


def exact_form(email: str) -> str:
    """Return an address with small letters and an A-label; a tag tells two people apart.

    Not at Google, where tags and dots are known to make no difference.
    """
    local, domain = _parts(email)
    return normal_form(email) if domain in GOOGLE else f"{local}@{domain}"


def ascii_domain(domain: str) -> str:
    """Return a domain as the network writes it; raise `UnicodeError` if it is none."""
    domain = domain.lower().rstrip(".")
    if domain.isascii() and "xn--" not in domain:
        return domain
    return idna.encode(domain, uts46=True).decode("ascii")


def _parts(email: str) -> tuple[str, str]:
    local, _, domain = unicodedata.normalize("NFKC", email).strip().lower().rpartition("@")
    try:
        return local, ascii_domain(domain)
    except UnicodeError:
        return local, domain


def _untagged(local: str) -> str:
    return local.partition("+")[0] or local


def keyed(form: str) -> str:
    """Return a hash that this installation alone can make, with the pepper that it keeps."""
    pepper = _peppers.get(db.engine) or _pepper()
    return hmac.new(pepper, form.encode(errors="replace"), hashlib.sha256).hexdigest()


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
