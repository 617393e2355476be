"""A link in a name is found however it is written; a name like a domain is no link."""

import pytest

from signon.kernel.text.links_in_text import LinkRefused, require_none


@pytest.mark.parametrize(
    "text",
    [
        *("You won: http://evil.example/now", "www.evil.example", "WWW.EVIL.EXAMPLE", "evil.com/a"),
        *("see evil.example/now", "evil.example/", "evil.com:8080", "evil.org?a=b", "evil.org#a"),
        *("https:evil.example", "ftp://a", "hxxp://evil.example", "write to a@evil.example"),
        *("mailto:a", "192.0.2.1/now", "www2.evil.example", "(www.evil.example)", "//evil.com/a"),
        *("ｗｗｗ．evil．example", "www。evil。example", "http : //evil.example", "bit.ly/x"),
        *("//evil.com", "You won: //evil.example", "(//evil.org", r"\\evil.com"),
        *("evil.example\nnow evil.com/a", "münchen.de/a", "x:https://evil.example"),
    ],
)
def test_a_link_is_refused(text: str) -> None:
    with pytest.raises(LinkRefused):
        require_none(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Avaaz.org",
            "350.org",
            "350.org Uganda",
            "Change.org: for all",
            "U.S.A./Canada",
            "e. V.",
        ),
        *("St.Mary/Oxford", "Women@Work", "@home", "24/7 Help", "Www", "A.B.C. 1.2.3.4", "No. 1/2"),
        *("Data: for all", "We agree. So do/did we.", "Who is Avaaz.org?", "同意。支持/反对", ""),
        *("Version 2.0/3.0", "Peace:now", "a:b", "http", "Ring 3:16", "and//or", "// No.1"),
    ],
)
def test_a_name_stays(text: str) -> None:
    require_none(text)
