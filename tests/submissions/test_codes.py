"""Typed codes."""

from signon.submissions.receiving import codes


def test_a_code_is_read_whatever_its_case_blanks_and_hyphens() -> None:
    assert codes.normalise(" k7qm 3xwp-9d2f\n") == "K7QM3XWP9D2F"


def test_a_code_is_read_in_the_digits_of_any_keyboard() -> None:
    wide = "".join(chr(ord(sign) + 0xFEE0) for sign in "K7QM3XWP9D2F")

    assert codes.normalise("K٧QM-٣XWP-٩D٢F") == "K7QM3XWP9D2F"
    assert codes.normalise("k۷qm ۳xwp ۹d۲f") == "K7QM3XWP9D2F"
    assert codes.normalise(wide) == "K7QM3XWP9D2F"


def test_codes_are_groups_of_unmistakable_signs_and_never_twice_the_same() -> None:
    made = {codes.new() for _ in range(1000)}

    assert len(made) == 1000
    for code in made:
        assert [len(group) for group in code.split("-")] == [4, 4, 4]
        assert not set(code) & set("01OILU")


def test_the_stored_hash_depends_on_the_key() -> None:
    assert codes.digest("K7QM-3XWP-9D2F", "one") != codes.digest("K7QM-3XWP-9D2F", "two")
