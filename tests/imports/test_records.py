"""What is read, as it is handed on."""

from signon.imports.records import Fields, Judged, Layout, Reading, Unreadable


def test_a_reading_counts_its_rows_by_what_became_of_them() -> None:
    layout = Layout("utf-8", ",", "", 1, {"organisation": "Name"})
    rows = (
        Judged(2, "accepted", Fields("Alpha"), ("Alpha",)),
        Judged(3, "rejected", Fields(), ("",), reason="missing_name"),
        Judged(4, "accepted", Fields("Beta"), ("Beta",)),
    )

    reading = Reading(layout, ("Name",), rows)

    assert [reading.count(status) for status in ("accepted", "rejected", "duplicate")] == [2, 1, 0]


def test_what_cannot_be_read_says_so_in_a_word_and_in_a_sentence() -> None:
    refusal = Unreadable("too_large", "At most %(limit)s MB.", limit=20)

    assert refusal.code == "too_large"
    assert refusal.message % refusal.values == "At most 20 MB."
    assert refusal.status == 422
