"""The public page that shows what was changed between two versions."""

import pytest

from signon.audit import trail
from signon.papers import service
from signon.papers.drafts import PaperDraft
from tests.factories import TEXT, a_paper, a_text, change_paper
from tests.support.clients import Browser

PATH = "/en/papers/ten-doors/changes"


def edit(language: str = "en", *, change: str = "substantive", note: str = "", **text: str) -> None:
    draft = PaperDraft(
        "open-doors", "ten-doors", a_text(language, **text), change=change, note=note
    )
    service.write(draft, actor=trail.SYSTEM)


def test_the_newest_change_is_shown_word_by_word(client: Browser) -> None:
    a_paper()
    edit(markdown=TEXT.replace("stay open", "are <closed>"), note="Doors <are> closed.")

    page = client.get(PATH)

    assert page.status_code == 200
    assert "From version 1 to version 2" in page.text
    assert (
        '<del><span class="visually-hidden" lang="en">removed: </span>stay open</del>' in page.text
    )
    assert "added: </span>are &lt;closed&gt;</ins>" in page.text
    assert "Doors &lt;are&gt; closed." in page.text
    assert "a change of substance" in page.text
    assert "<h3>2. Roofs</h3>" in page.text


def test_what_was_moved_is_said_as_moved(client: Browser) -> None:
    a_paper()
    edit(markdown="## 1. Roofs\n\nEverybody has one.\n\n## 2. Doors\n\nDoors stay open.\n")

    page = client.get(PATH).text

    assert page.count('<small class="moved" lang="en" dir="ltr">moved here</small>') == 2
    assert "2 passages were moved." in page
    assert "Everybody has one." in page
    assert "removed: </span>Everybody" not in page


def test_the_page_of_the_paper_leads_to_each_change(client: Browser) -> None:
    a_paper()
    edit(title="Nine open doors")
    edit(title="Eight open doors", change="editorial")

    page = client.get("/en/papers/ten-doors").text

    assert "/en/papers/ten-doors/changes?from=1&amp;to=2" in page
    assert "/en/papers/ten-doors/changes?from=2&amp;to=3" in page
    assert client.get(f"{PATH}?from=1&to=3").text.count("Version 2") == 1
    assert "<del>" in client.get(f"{PATH}?from=3&to=1").text


def test_a_page_that_was_read_before_is_not_sent_again(client: Browser) -> None:
    a_paper()
    edit(title="Nine open doors")

    first = client.get(PATH)
    second = client.get(PATH, headers={"If-None-Match": first.headers["ETag"]})

    assert first.headers["Cache-Control"] == "public, no-cache"
    assert "Set-Cookie" not in first.headers
    assert second.status_code == 304


def test_the_same_version_twice_and_a_paper_with_only_one_say_so(client: Browser) -> None:
    a_paper()

    for path in (PATH, f"{PATH}?from=1&to=1"):
        page = client.get(path)
        assert page.status_code == 200
        assert "nothing to compare" in page.text


def test_a_change_of_blanks_is_no_change_of_words(client: Browser) -> None:
    a_paper()
    edit(markdown=TEXT.replace("stay open", "stay\nopen"), change="editorial")

    assert "Not a word differs" in client.get(PATH).text


@pytest.mark.parametrize(
    "query",
    ["from=0", "from=9", "to=9", "to=x", "from=-1", "to=" + "9" * 5000, "from=1.5"],
)
def test_an_unknown_version_is_a_404(client: Browser, query: str) -> None:
    a_paper()
    edit(title="Nine open doors")

    assert client.get(f"{PATH}?{query}").status_code == 404


def test_a_draft_and_an_unknown_paper_are_a_404(client: Browser) -> None:
    a_paper()
    edit(title="Nine open doors")
    change_paper(state="draft")

    assert client.get(PATH).status_code == 404
    assert client.get("/en/papers/nothing/changes").status_code == 404


def test_texts_are_compared_in_the_readers_language_else_in_the_one_that_counts(
    client: Browser,
) -> None:
    a_paper(languages=("en", "ar"))
    edit("ar", title="تسعة أبواب")

    arabic = client.get("/ar/papers/ten-doors/changes").text
    french = client.get("/fr/papers/ten-doors/changes").text

    assert 'difference" lang="ar" dir="rtl"' in arabic
    assert "تسعة" in arabic
    assert 'difference" lang="en" dir="ltr"' in french
    assert 'lang="fr">' in client.get("/fr/papers/ten-doors/changes?text=ar").text


@pytest.mark.parametrize("junk", ["<script>", "xx", "x" * 3000])
def test_a_language_that_nobody_knows_is_passed_over(client: Browser, junk: str) -> None:
    a_paper()
    edit(title="Nine open doors")

    page = client.get(f"{PATH}?text={junk}")

    assert page.status_code == 200
    assert 'difference" lang="en"' in page.text


def test_a_language_that_one_version_lacks_is_named(client: Browser) -> None:
    a_paper(languages=("en", "fr"))
    edit(title="Nine open doors")

    page = client.get(f"{PATH}?text=fr")

    assert page.status_code == 200
    assert "Version 2 has no text in this language: Français" in page.text
    assert "/en/papers/ten-doors/changes?from=1&amp;to=2&amp;text=en" in page.text
    assert "<del>" not in page.text
