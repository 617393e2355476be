"""Rules about passwords, addresses and owners, asked without an app."""

import pytest

from signon.access import policy
from signon.access.policy import AddressRefused, LastOwner, PasswordRefused
from signon.access.roles import Role

EMAIL = "ada.lovelace@ngo.example.org"


@pytest.mark.parametrize(
    "password",
    ["twelve chars", "            ", "a" * 200, "пароль из слов", "密" * 12, "'; --<b>{{7*7}}"],
)
def test_length_is_all_that_a_password_needs(password: str) -> None:
    policy.require_good_password(password, EMAIL)


@pytest.mark.parametrize(
    "password",
    ["", "eleven char", "a" * 201, EMAIL, f" {EMAIL.upper()} ", "Ada.Lovelace"],
)
def test_a_password_that_is_short_endless_or_the_address_is_refused(password: str) -> None:
    with pytest.raises(PasswordRefused):
        policy.require_good_password(password, EMAIL)


@pytest.mark.parametrize(
    "typed", ["", "ada", "ada@", "a@b@c.org", "a@x.org, b@x.org", "a@x.org\nBcc: b"]
)
def test_what_is_no_single_address_is_refused(typed: str) -> None:
    with pytest.raises(AddressRefused):
        policy.cleaned_address(typed)


def test_an_address_is_taken_without_the_blanks_around_it() -> None:
    assert policy.cleaned_address("  Ada@Ngo.Example.ORG ") == "Ada@ngo.example.org"


@pytest.mark.parametrize("after", [None, Role.VIEWER, Role.EDITOR])
def test_the_last_owner_stays_owner(after: Role | None) -> None:
    with pytest.raises(LastOwner):
        policy.require_another_owner(Role.OWNER, after, 1)

    policy.require_another_owner(Role.OWNER, after, 2)
    policy.require_another_owner(Role.OWNER, Role.OWNER, 1)
    policy.require_another_owner(Role.EDITOR, after, 1)


@pytest.mark.parametrize(
    "wanted",
    ["/desk", "/desk/", "/desk/papers/aB3-x", "/desk/queue?kind=a&after=x%3D", "/desk/a%20b/"],
)
def test_a_page_of_the_desk_may_be_returned_to(wanted: str) -> None:
    assert policy.desk_page(wanted) == wanted


@pytest.mark.parametrize(
    "wanted",
    [
        "",
        "/",
        "/en/",
        "//evil.example.org",
        "//evil.example.org/desk/",
        "/\\evil.example.org",
        "\\\\evil.example.org",
        "/desk\\..\\evil",
        "/desk//evil.example.org",
        "/desk/../../evil",
        "/desk/%2e%2e/..//evil",
        "/%2F%2Fevil.example.org",
        "%2F%2Fevil.example.org",
        "/\t/evil.example.org",
        "\t//evil.example.org",
        " //evil.example.org",
        "/desk/\r\nSet-Cookie: a=b",
        "/desk/\n",
        "https://evil.example.org/desk/",
        "https:evil.example.org",
        "javascript:alert(1)",
        "/desk@evil.example.org",
        "/desk.evil.example.org",
        "/desk/é",
        "/desk/?next=\u2028",
        "/desk" + "/a" * 5000 + "\\",
    ],
)
def test_nothing_else_is_returned_to(wanted: str) -> None:
    assert policy.desk_page(wanted) == "/desk/"
