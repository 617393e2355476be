"""The program that sets a PDF opens fonts of the house and nothing else."""

import pytest

from signon.deliveries.setting import program


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "http://127.0.0.1/x", "data:text/plain,x", "file:///srv/../etc/hosts"],
)
def test_no_address_is_opened(address: str) -> None:
    with pytest.raises(PermissionError):
        program._only_fonts().fetch(address)


def test_fonts_of_the_house_are_opened() -> None:
    font = program.FONTS / "source-serif-4-latin.woff2"

    assert program._only_fonts().fetch(font.as_uri()).read() == font.read_bytes()
