"""Codes of the moment and codes for recovery, without an account."""

from datetime import UTC, datetime, timedelta

import pytest

from signon.access.second_step import codes
from tests.access.second_steps import SECRET, code_at

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
STEP = timedelta(seconds=codes.STEP_SECONDS)


@pytest.mark.parametrize(
    ("seconds", "code"),
    [(59, "287082"), (1111111109, "081804"), (1111111111, "050471"), (2000000000, "279037")],
)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    """RFC 6238, appendix B, its last six digits."""
    moment = datetime.fromtimestamp(seconds, UTC)

    assert codes.step_of(SECRET, code, moment, None) == seconds // 30


@pytest.mark.parametrize(
    ("late", "taken"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)]
)
def test_a_clock_may_differ_by_one_step(late: int, taken: bool) -> None:
    code = code_at(SECRET, NOON)

    assert (codes.step_of(SECRET, code, NOON + late * STEP, None) is not None) is taken


def test_a_step_that_was_used_or_passed_over_is_not_taken_again() -> None:
    now = code_at(SECRET, NOON)
    step = codes.step_of(SECRET, now, NOON, None)
    before = code_at(SECRET, NOON - STEP)

    assert codes.step_of(SECRET, now, NOON, step) is None
    assert codes.step_of(SECRET, now, NOON + STEP, step) is None
    assert codes.step_of(SECRET, before, NOON, step) is None
    assert codes.step_of(SECRET, code_at(SECRET, NOON + STEP), NOON, step) is not None


@pytest.mark.parametrize(
    "typed", ["123456", " 123 456 ", "123-456", "123\u00a0456", "١٢٣٤٥٦", "۱۲۳۴۵۶", "１２３４５６"]
)
def test_a_code_is_read_however_it_was_typed(typed: str) -> None:
    assert codes.cleaned(typed) == "123456"
    assert codes.is_of_the_moment(codes.cleaned(typed))


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "²³⁴", "\ud800", "\0", "é" * 999]
)
def test_what_is_no_code_of_the_moment_is_none(typed: str) -> None:
    assert not codes.is_of_the_moment(codes.cleaned(typed))
    assert codes.step_of(SECRET, codes.cleaned("000000"), NOON, None) is None
    assert len(codes.recovery_hash("ada", typed)) == 64


def test_recovery_codes_are_ten_and_forgive_how_they_are_typed() -> None:
    made = codes.new_recovery_codes()

    assert len(set(made)) == 10
    assert {len(code) for code in made} == {19}
    one = codes.recovery_hash("ada", "a0b1-c2d3-e4f5-g6h7")
    assert codes.recovery_hash("ada", " AOBL C2D3 E4F5 G6H7 ") == one
    assert codes.recovery_hash("bo", "a0b1-c2d3-e4f5-g6h7") != one


def test_the_picture_holds_no_style_and_the_secret_comes_in_groups() -> None:
    drawn = codes.picture(SECRET, "ada@ngo.example.org")

    assert drawn.startswith("<svg")
    assert "style" not in drawn
    assert codes.as_typed(SECRET).split()[0] == "GEZD"
    assert len(codes.as_typed(SECRET).split()) == 8
