"""Rules about leads and their passwords. Pure: values in, nothing or a refusal out."""

import re

from email_validator import EmailNotValidError, validate_email

from signon.access.roles import Role
from signon.kernel.errors import DomainError
from signon.kernel.words import N_

SHORTEST_PASSWORD = 12
LONGEST_PASSWORD = 200

DESK = "/desk/"

_DESK_PAGE = re.compile(r"/desk(/[\w.~%-]+)*/?(\?[\w.~%&=+:,/-]*)?", re.ASCII)


class PasswordRefused(DomainError):
    """A password that must not be taken."""

    status = 422


class AddressRefused(DomainError):
    """Nobody can be invited under such an address."""

    status = 422
    message = N_("This is not an e-mail address that can be written to.")


class LastOwner(DomainError):
    """A campaign without an owner could never be mended from the desk."""

    message = N_("A campaign needs an owner. Make somebody else an owner first.")


class SignedOutMeanwhile(DomainError):
    """Their session was ended while they typed, perhaps by whoever owns the account."""

    status = 401
    message = N_("You were signed out meanwhile, so nothing was changed.")


def cleaned_address(email: str) -> str:
    """Return an address as it is written to. Raises `AddressRefused`."""
    try:
        found = validate_email(email.strip(), check_deliverability=False, allow_smtputf8=False)
    except EmailNotValidError:
        raise AddressRefused from None
    return found.normalized


def require_good_password(password: str, email: str) -> None:
    """Refuse what is short, endless, or the address itself. Length counts, signs do not."""
    if len(password) < SHORTEST_PASSWORD:
        raise PasswordRefused(
            N_("Choose a longer password: at least %(shortest)s characters."),
            shortest=SHORTEST_PASSWORD,
        )
    if len(password) > LONGEST_PASSWORD:
        raise PasswordRefused(
            N_("Choose a shorter password: at most %(longest)s characters."),
            longest=LONGEST_PASSWORD,
        )
    if password.strip().casefold() in (email.casefold(), email.rpartition("@")[0].casefold()):
        raise PasswordRefused(N_("Choose a password that is not your e-mail address."))


def require_another_owner(before: Role | None, after: Role | None, owners: int) -> None:
    """Refuse to take the role of owner from the last of `owners`."""
    if before == Role.OWNER and after != Role.OWNER and owners <= 1:
        raise LastOwner


def desk_page(wanted: str) -> str:
    """Return `wanted` when it is a path of our own desk, else the desk itself."""
    is_ours = _DESK_PAGE.fullmatch(wanted) and ".." not in wanted
    return wanted if is_ours else DESK
