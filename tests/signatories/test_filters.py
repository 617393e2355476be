"""What a query asks of a list."""

from signon.signatories.listing import filters


class Query(dict[str, str]):
    """A query that remembers what was looked for in it."""

    def __init__(self) -> None:
        self.read: set[str] = set()

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        self.read.add(name)
        return default


def test_every_field_that_is_read_is_named_for_the_page_cache() -> None:
    """A page is kept by the fields that are named: one that is not could show another's page."""
    query = Query()

    filters.wanted(query)

    assert query.read == set(filters.FIELDS)
