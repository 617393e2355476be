"""Websites as typed become safe addresses, or are refused."""

import re

import idna
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from signon.kernel.websites import _PLAIN_HOST, LONGEST_URL, WebsiteUnusable, clean, domain


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("https://www.example.org/a?b=c&d#e", "https://www.example.org/a?b=c&d#e"),
        (" HTTP://WWW.Example.ORG ", "http://www.example.org/"),
        ("example.org", "https://example.org/"),
        ("example.org/a:b", "https://example.org/a:b"),
        ("\u202ahttps://example.org/a\u202c", "https://example.org/a"),
        ("\ufeffexample.org/a\u200b", "https://example.org/a"),
        ("example.org:8080/a", "https://example.org:8080/a"),
        ("https://example.org:443", "https://example.org/"),
        ("http://example.org:80?q", "http://example.org/?q"),
        ("https://example.org:/", "https://example.org/"),
        ("https://example.org.", "https://example.org/"),
        ("https://Bücher.example/ä", "https://xn--bcher-kva.example/ä"),
        ("https://example。org", "https://example.org/"),
        ("https://مثال.إختبار/", "https://xn--mgbh0fb.xn--kgbechtv/"),
        ("https://example.org/@name", "https://example.org/@name"),
        ("https://example.org//a", "https://example.org//a"),
        ('https://example.org/"<>', "https://example.org/%22%3C%3E"),
        ("https://example.org/%22", "https://example.org/%22"),
    ],
)
def test_an_address_gets_one_form(typed: str, cleaned: str) -> None:
    assert clean(typed) == cleaned
    assert clean(cleaned) == cleaned


@pytest.mark.parametrize(
    "typed",
    [
        *("//evil.example.org", "//evil.example.org/a"),
        *("", " ", "none", "http://", "https:///a", "localhost", "https://localhost:8000/"),
        *("javascript:alert(1)", "java\tscript:alert(1)", "\x01javascript:alert(1)"),
        *("data:text/html,a", "mailto:a@example.org", "ftp://example.org", "http:example.org"),
        *("https://user@example.org", "https://user:pass@example.org", "a@example.org"),
        *("https://example.org\\@evil.example", "https:\\\\example.org", "https://exa mple.org"),
        *("https://example.org/\u202ea", "https://exam\u200bple.org", "https://e.org/a\nb"),
        *("http://[::1]/", "http://[::1", "http://127.0.0.1", "http://１２７.0.0.1/", "http://1.2"),
        *("http://0x7f.1/", "http://2130706433", "http://example.0x10"),
        *("http://example.org:99999", "http://example.org:0", "http://example.org:a"),
        *("http://exa\u2100mple.org", "http://xn--ü.org", "http://-a.org", "http://a..org"),
        *("http://.org", "http://" + "a" * 64 + ".org", "https://e.org/" + "a" * LONGEST_URL),
        *("https://e.org/" + '"' * 200, "https://e.org/\ud800", "https://example.o"),
    ],
)
def test_what_is_no_website_is_refused(typed: str) -> None:
    with pytest.raises(WebsiteUnusable) as refused:
        clean(typed)

    assert refused.value.status == 422


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("https://www.example.org/a", "example.org"),
        ("http://Www.Bücher.example:8080", "xn--bcher-kva.example"),
        ("www.org", "www.org"),
        ("www2.example.org", "www2.example.org"),
    ],
)
def test_the_domain_is_the_host_without_www(typed: str, found: str) -> None:
    assert domain(typed) == found


@settings(max_examples=500, deadline=None)
@given(st.one_of(st.text(max_size=60), st.from_regex(r"https?://[^/]{1,30}/.{0,20}")))
@example("https://e.org/\ud800")
def test_any_text_is_cleaned_or_refused(typed: str) -> None:
    try:
        cleaned = clean(typed)
    except WebsiteUnusable:
        return
    assert re.match(r"https?://[a-z0-9.-]+\.[a-z0-9-]+(?::\d+)?/", cleaned)
    assert clean(cleaned) == cleaned
    assert domain(cleaned) in cleaned


@given(host=st.text(alphabet="abz09-.x_", min_size=1, max_size=70))
@example(host="xn--bcher-kva.example")
@example(host="ab--c.example")
@example(host=f"{'a' * 63}.example")
@example(host=f"{'a' * 64}.example")
@example(host=".".join(["a" * 49] * 5) + ".org")
@example(host=".".join(["a" * 49] * 5) + ".orgs")
def test_a_plain_host_is_taken_as_idna_takes_it(host: str) -> None:
    try:
        expected = idna.encode(host, uts46=True).decode("ascii")
    except UnicodeError:
        expected = ""

    assert not _PLAIN_HOST.fullmatch(host) or expected == host
