"""Rules about campaigns. Pure: values in, a value or a refusal out."""

from signon.kernel import websites
from signon.kernel.errors import DomainError
from signon.kernel.words import N_

LONGEST_CONTACT = 254
PAGE = "https://"


class ContactRefused(DomainError):
    """Nobody could ask a host by this: neither an address nor a page of its own."""

    status = 422
    message = N_("A host needs a contact: an e-mail address, or a page that begins with https://.")


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
