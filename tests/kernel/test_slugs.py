"""Which names may stand in an address."""

import pytest

from signon.kernel.slugs import SlugUnusable, require


@pytest.mark.parametrize("slug", ["ten-doors", "12-key-ways", "a", "2027", "x" * 80])
def test_a_plain_name_may_stand_in_an_address(slug: str) -> None:
    require(slug)


@pytest.mark.parametrize(
    "slug",
    [
        *("h5-نداء", "h5/a b", "a?b", "a#b", "a%2eb", 'a"b', "Ten-Doors", "x" * 81, "é", "a_b"),
        *("", "-a", "a-", "a--b", "a.b", "..", "a\nb", "a\n", "١٢", "ａ"),
    ],
)
def test_any_other_is_refused_by_name(slug: str) -> None:
    with pytest.raises(SlugUnusable) as refused:
        require(slug)

    assert slug in refused.value.message % refused.value.values
