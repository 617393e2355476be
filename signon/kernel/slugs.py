"""Names in addresses: safe in a path, in the name of a file and in a mail, in every script."""

import re

from signon.kernel.errors import DomainError
from signon.kernel.words import N_

LONGEST = 80
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


class SlugUnusable(DomainError):
    """The name cannot stand in an address."""

    status = 422
    message = N_(
        "“%(name)s” cannot be a name in addresses. Use the small letters a to z, digits and single "
        "hyphens between them, %(longest)s characters at most."
    )


def require(slug: str) -> None:
    """Raise `SlugUnusable` unless the name can stand in an address as it is."""
    if not _SLUG.fullmatch(slug) or len(slug) > LONGEST:
        raise SlugUnusable(name=slug, longest=LONGEST)
