"""The declared fields: one object each, in every language."""

from flask_babel.speaklater import LazyString

from signon.signatories import fields


def test_sets_of_fields_translate_no_label(monkeypatch) -> None:
    def translate(_label: object) -> int:
        raise AssertionError("a label was translated")

    monkeypatch.setattr(LazyString, "__hash__", translate)

    assert set(fields.FIELDS) - {fields.PRIORITIES} == {
        field for field in fields.FIELDS if field is not fields.PRIORITIES
    }
