"""Yes and no in many languages."""

import pytest

from signon.imports.cells import ticks


@pytest.mark.parametrize(
    "cell",
    ["Oui", "YES", "Sí", "si", "نعم", "أوافق", "Ja", "x", "✓", "✔️", "TRUE", "1", "1.0", "I agree",
     "Yes, please", "Oui, j'accepte", "sim", "tak", "да", "Evet", "checked", "☒", "vrai", "WAHR",
     "J’accepte que le nom soit publié", "We agree to be listed"],
)  # fmt: skip
def test_yes(cell: str) -> None:
    assert ticks.read(cell) is True


@pytest.mark.parametrize(
    "cell",
    ["Non", "no", "Nein", "لا", "0", "FALSE", "0,0", "✗", "☐", "-", "I do not agree", "não",
     "Je ne souhaite pas", "ich stimme nicht zu", "No, gracias", "opted out", "нет"],
)  # fmt: skip
def test_no(cell: str) -> None:
    assert ticks.read(cell) is False


@pytest.mark.parametrize("cell", ["", "   ", "n/a", "maybe", "Nova", "Jamila", "later"])
def test_neither(cell: str) -> None:
    assert ticks.read(cell) is None


def test_a_box_leaves_its_label_where_it_was_ticked() -> None:
    assert ticks.consents("The name of our network may stand on the list")
    assert not ticks.consents("")
    assert not ticks.consents("pending")
    assert not ticks.consents("We do not consent")
