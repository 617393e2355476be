"""Leaves say what happened to whom in a way that only who knows the line can read."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from signon.log import leaves
from signon.log.leaves import Change

AT = datetime(2026, 5, 12, 10, 0, 59, tzinfo=UTC)
LINE = {"name": "Zażółć ﷲ", "version": 2, "is_late": True}


def test_a_leaf_is_written_in_one_way() -> None:
    leaf = leaves.of_change("ten-doors", Change("corrected", before="a" * 64, after="b" * 64), AT)

    assert leaf == (
        b'{"after":"' + b"b" * 64 + b'","before":"' + b"a" * 64 + b'",'
        b'"kind":"corrected","list":"ten-doors","time":"2026-05-12T10:00Z"}'
    )


def test_a_commitment_holds_for_one_line_and_one_salt() -> None:
    known = leaves.commitment(LINE, b"s" * 16)

    assert known == leaves.commitment(dict(reversed(LINE.items())), b"s" * 16)
    assert known != leaves.commitment({**LINE, "version": 3}, b"s" * 16)
    assert known != leaves.commitment(LINE, b"t" * 16)


def test_what_a_line_leaves_out_is_not_committed_to() -> None:
    assert leaves.stated({**LINE, "acronym": "", "is_disputed": False}) == LINE


def test_a_list_has_one_digest_whatever_the_order() -> None:
    by_other_means = "911169ddaaf146aff539f58c26c489af3b892dff0fe283c1c264c65ae5aa59a2"
    assert leaves.digest(["b", "a"]) == by_other_means  # printf 'a\nb\n' | sha256sum


@given(st.text())
def test_whatever_somebody_typed_is_written_as_json_that_holds_it(text: str) -> None:
    readable = text.encode("utf-8", "replace").decode()

    assert b"\n" not in leaves.canonical({"statement": readable})
