"""Tiles have the addresses of C2SP tlog-tiles, each exactly one."""

import pytest

from signon.log import tiles
from signon.log.tiles import Asked


@pytest.mark.parametrize(
    ("path", "meant"),
    [
        ("0/000", Asked(0, 0, 256)),
        ("1/255.p/12", Asked(1, 255, 12)),
        ("0/x001/000", Asked(0, 1000, 256)),
        ("5/x001/x234/067.p/255", Asked(5, 1_234_067, 255)),
        ("entries/x001/x234/067", Asked(None, 1_234_067, 256)),
    ],
)
def test_an_address_means_one_tile(path: str, meant: Asked) -> None:
    assert tiles.asked(path) == meant
    assert tiles.address(meant) == path


@pytest.mark.parametrize(
    "path",
    [
        "",
        "0",
        "0/0",
        "0/0000",
        "00/000",
        "-1/000",
        "64/000",
        "6/000",
        "0/x000/001",
        "0/001/001",
        "0/x001/001/",
        "0/000.p/0",
        "0/000.p/01",
        "0/000.p/256",
        "0/000.p/999",
        "0/000.p/",
        "0/000\n",
        "0/٠٠٠",
        "data/000",
        "entries/000/..",
        "0/x999/x999/x999/x999/x999/999",
    ],
)
def test_any_other_address_is_none(path: str) -> None:
    assert tiles.asked(path) is None


def test_entries_stand_behind_their_lengths() -> None:
    assert tiles.bundle([b"ab", b"", b"x" * 300]) == b"\0\2ab\0\0\1\x2c" + b"x" * 300
