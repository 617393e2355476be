"""Names in addresses: safe in a path, in the name of a file and in a mail, in every script."""

import re
from collections.abc import Iterator
from itertools import count

from anyascii import anyascii

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


def suggested(title: str) -> str:
    """Return a name in addresses for a title in any script, "" for one without a letter."""
    latin = re.sub(r"['’]", "", anyascii(title).lower())
    words = re.findall(r"[a-z0-9]+", latin)
    while len("-".join(words)) > LONGEST and len(words) > 1:
        words.pop()
    return "-".join(words)[:LONGEST]


def variants(slug: str) -> Iterator[str]:
    """Return names like one that is taken, the nearest first, without an end."""
    for number in count(2):
        end = f"-{number}"
        yield slug[: LONGEST - len(end)].rstrip("-") + end
