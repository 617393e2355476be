"""Whose a domain is, and what anybody may have a mailbox at."""

import pytest

from signon.kernel import domains


@pytest.mark.parametrize(
    ("domain", "owned"),
    [
        ("hearth.example.org", "example.org"),
        ("www.hearth.org.uk", "hearth.org.uk"),
        ("mail.hearth.asso.fr", "hearth.asso.fr"),
        ("hearth.github.io", "hearth.github.io"),
        ("Hearth.ORG.", "hearth.org"),
        ("xn--bcher-kva.example.de", "example.de"),
        ("org.uk", ""),
        ("org", ""),
        ("", ""),
    ],
)
def test_the_part_that_somebody_registered(domain: str, owned: str) -> None:
    assert domains.registrable(domain) == owned


@pytest.mark.parametrize("domain", ["gmail.com", "gmx.de", "yahoo.fr", "proton.me"])
def test_a_mailbox_that_anybody_may_have(domain: str) -> None:
    assert domains.is_free(domain)
    assert not domains.is_disposable(domain)


@pytest.mark.parametrize("domain", ["mailinator.com", "x.mailinator.com", "YOPMAIL.com"])
def test_a_mailbox_to_be_thrown_away(domain: str) -> None:
    assert domains.is_disposable(domain)


@pytest.mark.parametrize("domain", ["example.org", "hearth.org", "caritas.eu", ""])
def test_a_domain_of_ones_own_is_neither(domain: str) -> None:
    assert not domains.is_free(domain)
    assert not domains.is_disposable(domain)


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("350.org", True),
        ("hearth.example.org", True),
        ("org", False),
        ("co.uk", False),
        ("st.pauli", False),
        ("1.5", False),
        ("a..b", False),
    ],
)
def test_what_ends_as_domains_do_is_told_from_other_words(text: str, known: bool) -> None:
    assert domains.is_public(text) == known
