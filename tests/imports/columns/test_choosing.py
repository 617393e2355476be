"""Which column is which target's."""

import pytest

from signon.imports.columns.choosing import Chosen, choose
from signon.imports.columns.profiles import Profile
from signon.imports.records import Unreadable

NAMES = ["Alpha Network", "Beta Union", "Gamma Group", "Delta"]
MAILS = ["a@x.org", "b@x.org", "c@x.org", "d@x.org"]
OTHER_MAILS = ["i@y.org", "j@y.org", "k@y.org", "l@y.org"]
COUNTRIES = ["France", "Kenia", "Peru", "Malta"]


def chosen(columns: dict[str, list[str]], **wished: str) -> Chosen:
    return choose(list(columns), [Profile(cells) for cells in columns.values()], wished)


def places(columns: dict[str, list[str]], **wished: str) -> dict[str, int]:
    return dict(chosen(columns, **wished).places)


def asked(columns: dict[str, list[str]]) -> dict[str, list[str]]:
    return {
        question.target: [column.title for column in question.columns]
        for question in chosen(columns).questions
    }


def test_columns_are_known_by_their_titles() -> None:
    columns = {"Organisation": NAMES, "E-mail": MAILS, "Country": COUNTRIES}

    assert places(columns) == {"organisation": 0, "email": 1, "country": 2}


def test_a_name_is_the_organisation_s_only_where_nothing_says_so_better() -> None:
    assert places({"Name": NAMES, "Email": MAILS}) == {"organisation": 0, "email": 1}
    assert places({"Name": NAMES, "Organisation": NAMES[::-1]}) == {
        "representative_name": 0,
        "organisation": 1,
    }


def test_a_column_of_anonymous_is_nobody_s_address() -> None:
    columns = {"Email": ["anonymous"] * 4, "Contact e-mail": MAILS, "Organisation": NAMES}

    assert places(columns)["email"] == 1
    assert asked(columns) == {}


def test_of_two_addresses_it_is_asked_which_is_meant() -> None:
    columns = {"Organisation": NAMES, "E-mail": MAILS, "Work e-mail": OTHER_MAILS}

    (question,) = chosen(columns).questions

    assert question.target == "email"
    assert [(column.title, column.examples) for column in question.columns] == [
        ("E-mail", ("a@x.org", "b@x.org", "c@x.org")),
        ("Work e-mail", ("i@y.org", "j@y.org", "k@y.org")),
    ]
    assert "email" not in places(columns)


def test_of_two_names_it_is_asked_which_is_meant() -> None:
    columns = {"Organisation": NAMES, "Organisation name in English": NAMES[::-1]}

    assert asked(columns) == {"organisation": ["Organisation", "Organisation name in English"]}


def test_two_columns_that_say_the_same_are_no_question() -> None:
    assert asked({"Organisation": NAMES, "E-mail": MAILS, "Email address": MAILS}) == {}


def test_a_second_one_that_is_hardly_filled_is_no_question() -> None:
    second = ["", "z@x.org", "", ""]
    columns = {"Organisation": NAMES, "E-mail": MAILS, "Second e-mail address": second}

    assert asked(columns) == {}
    assert places(columns) == {"organisation": 0, "email": 1}


def test_two_remarks_are_asked_about() -> None:
    columns = {"Comments": ["a b", "c d", "e f"], "Remarks": ["g h", "i j", "k l"]}

    assert asked(columns) == {"comment": ["Comments", "Remarks"]}


def test_what_a_person_fixed_is_not_guessed() -> None:
    columns = {"Organisation": NAMES, "E-mail": MAILS, "Work e-mail": OTHER_MAILS}

    assert places(columns, email="Work e-mail")["email"] == 2
    assert "email" not in places(columns, email="")
    assert chosen(columns, email="Work e-mail").questions == ()


def test_a_title_that_is_not_there_is_refused() -> None:
    with pytest.raises(Unreadable) as refusal:
        chosen({"Organisation": NAMES}, email="E-Mail")

    assert refusal.value.code == "unknown_column"


def test_a_question_is_about_consent_and_not_about_the_name_in_it() -> None:
    columns = {
        "Name of organisation": NAMES,
        "May we publish the name of your organisation?": ["Yes", "No", "Yes", "Yes"],
        "Would you like to be kept informed by e-mail?": ["Yes", "No", "No", "Yes"],
    }

    assert places(columns) == {"organisation": 0, "consent": 1, "wants_updates": 2}


def test_all_consents_count() -> None:
    columns = {"Organisation": NAMES, "I agree to publication": ["Yes"] * 4, "GDPR": ["ok"] * 4}

    assert chosen(columns).consents == (1, 2)


def test_a_state_counts_only_where_some_signature_was_taken_back() -> None:
    columns = {"Organisation": NAMES, "Status": ["confirmed", "withdrawn", "", ""]}
    without = {"Organisation": NAMES, "Status": ["confirmed", "pending", "", ""]}

    assert places(columns)["withdrawn"] == 1
    assert "withdrawn" not in places(without)


def test_what_was_typed_beside_other_is_found() -> None:
    columns = {"Country": COUNTRIES, "Country [Other]": ["Mali", "Togo", "Cuba", "Yemen"]}

    assert chosen(columns).others == {0: 1}
    assert places(columns) == {"country": 0}
    assert asked({"Organisation": NAMES, **columns}) == {}


def test_where_no_title_says_so_it_is_asked_which_column_holds_the_names() -> None:
    assert asked({"Foo": NAMES, "Bar": COUNTRIES}) == {"organisation": ["Foo", "Bar"]}
    assert places({"Foo": NAMES, "Bar": COUNTRIES}, organisation="Foo") == {"organisation": 0}
