"""The guide for leads shows what there is: its pictures, its addresses, its tasks."""

import re
import struct

from scripts.pictures import FOLDER, MOST_BYTES, PICTURES
from tests.house.source import ROOT

GUIDE = (ROOT / "docs" / "leads.md").read_text("utf-8")
PICTURE = re.compile(r"!\[([^\]]*)\]\(pictures/([a-z-]+)\.png\)")
ADDRESS = re.compile(r"`(/desk/[^`]*)`")
NO_TASKS = {"These pictures"}
OPEN = re.compile(r"<[^>]+>")


def test_every_picture_of_the_guide_is_there_and_every_one_is_shown() -> None:
    shown = [name for _words, name in PICTURE.findall(GUIDE)]

    assert sorted(shown) == sorted(path.stem for path in FOLDER.glob("*"))
    assert sorted(shown) == sorted(picture.name for picture in PICTURES)
    assert 8 <= len(shown) <= 12


def test_every_picture_is_a_png_of_modest_size() -> None:
    for path in FOLDER.glob("*.png"):
        head = path.read_bytes()[:24]
        width, height = struct.unpack(">II", head[16:24])
        assert head.startswith(b"\x89PNG"), path.name
        assert path.stat().st_size <= MOST_BYTES, path.name
        assert 320 <= width <= 1280, path.name
        assert height <= 1280, path.name


def test_every_picture_says_in_words_what_it_shows() -> None:
    said = [words for words, _name in PICTURE.findall(GUIDE)]

    assert [words for words in said if len(words.split()) < 8] == []
    assert len(set(said)) == len(said)


def test_every_task_says_where_its_page_is_and_it_is_there() -> None:
    tasks = [part.split("\n", 1) for part in re.split(r"(?m)^## ", GUIDE)[1:]]
    routes = {
        OPEN.sub("<>", line.split()[0])
        for line in (ROOT / "tests" / "house" / "routes.txt").read_text("utf-8").splitlines()
        if line.startswith("/desk/")
    }

    without = [name for name, text in tasks if not ADDRESS.search(text.strip().split("\n\n")[0])]
    assert set(without) == NO_TASKS
    assert {OPEN.sub("<>", address) for address in ADDRESS.findall(GUIDE)} - routes == set()


def test_every_link_within_the_guide_leads_to_a_heading() -> None:
    headings = {
        re.sub(r"[^a-z0-9 -]", "", words.lower()).replace(" ", "-")
        for words in re.findall(r"(?m)^#+ (.+)$", GUIDE)
    }

    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) - headings == set()


def test_the_pictures_are_taken_by_the_command_that_the_guide_names() -> None:
    assert "`make pictures`" in GUIDE
    assert "-m scripts.pictures" in (ROOT / "Makefile").read_text("utf-8")
