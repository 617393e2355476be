"""Rules about campaigns. Pure: values in, a value or a refusal out."""

from collections.abc import Collection

from signon.kernel import websites
from signon.kernel.errors import DomainError
from signon.kernel.words import N_

LONGEST_CONTACT = 254
LONGEST_NAME = 200
"""Characters of the name of a campaign or a host, as in the columns that hold them."""

PAGE = "https://"


class ContactRefused(DomainError):
    """Nobody could ask a host by this: neither an address nor a page of its own."""

    status = 422
    message = N_("A host needs a contact: an e-mail address, or a page that begins with https://.")


class NameRefused(DomainError):
    """A campaign or a host without a name, or with a whole text for one."""

    status = 422

    message = N_("A title and a host need 1 to %(longest)s characters, in one line.")

    def __init__(self) -> None:
        super().__init__(longest=LONGEST_NAME)


class SlugTaken(DomainError):
    """A new campaign cannot have the name of another one in addresses."""

    status = 422
    message = N_(
        "There is a campaign called “%(name)s” in addresses already. This is free: %(free)s"
    )


class TitleMissing(DomainError):
    """A campaign needs a title in one language at least, and a summary stands under a title."""

    status = 422
    message = N_("A campaign needs a title in at least one language.")


def require_titles(texts: Collection[tuple[str, str, str]]) -> None:
    """Refuse a campaign that would be called nothing. `texts` are language, title and summary."""
    if not texts:
        raise TitleMissing
    for _, title, _ in texts:
        require_name(title)


def require_name(name: str) -> None:
    """Refuse what cannot stand in a masthead: nothing, several lines, more than its column takes.

    SQLite would take any length, PostgreSQL would fail.
    """
    if not name.strip() or len(name) > LONGEST_NAME or len(name.splitlines()) > 1:
        raise NameRefused


def is_page(contact: str) -> bool:
    """Tell whether a contact is a page, and not a mailbox."""
    return contact.startswith(PAGE)


def mailbox_of(contact: str) -> str:
    """Return the mailbox that reads answers to mails, "" where the contact is a page."""
    return "" if is_page(contact) else contact


def page_of(contact: str) -> str:
    """Return the address of a host's page in one form; raise `ContactRefused` for none."""
    try:
        page = websites.clean(contact)
    except websites.WebsiteUnusable:
        raise ContactRefused from None
    if len(page) > LONGEST_CONTACT or not is_page(page):
        raise ContactRefused
    return page
