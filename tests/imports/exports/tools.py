"""Files as form tools export them."""

from collections.abc import Sequence
from typing import Any

from openpyxl import Workbook

from tests.imports.exports.files import ALL, File, csv_of, grid, ticked
from tests.imports.exports.signed import (
    ANSWERS,
    Answer,
    country,
    expected,
    when,
    without_sending,
)
from tests.support.sheets import csv_file, saved


def microsoft_forms() -> File:
    """Return a workbook with days as numbers, and with nobody's address before the questions."""
    book = Workbook()
    book.active.append(
        ["ID", "Start time", "Completion time", "Email", "Name", "Organisation name",
         "Country", "Contact e-mail", "Website", "We agree to be listed publicly",
         "Keep us informed by e-mail", "Comment", "Last modified time"]
    )  # fmt: skip
    for number, one in enumerate(ANSWERS):
        moment = when(number)
        book.active.append(
            [number + 1, moment.replace(minute=0), moment, "anonymous", None, one.organisation,
             country(one, "en"), one.email, one.website, ticked(one.consent), ticked(one.updates),
             None, None]
        )  # fmt: skip
        cell = book.active.cell(number + 2, 12, one.comment or None)
        cell.data_type = "s" if one.comment else cell.data_type
    return File(saved(book), expected(ANSWERS, list(range(2, 16)), asks=ALL))


def lime_survey() -> File:
    answers = without_sending(ANSWERS, 3, 12)
    titles = (
        "id. Response ID", "submitdate. Date submitted", "lastpage. Last page",
        "startlanguage. Start language", "seed. Seed", "org. Name of the organisation",
        "country. In which country is it based?",
        "country[other]. In which country is it based? [Other]",
        "mail. E-mail address", "web. Website", "consent. Do you agree to be listed publicly?",
        "news. Would you like to stay informed?", "say. Comments",
    )  # fmt: skip

    def row(number: int, one: Answer) -> Sequence[Any]:
        sent = f"{when(number):%Y-%m-%d %H:%M:%S}" if one.sent else ""
        place = country(one, "en")
        chosen = ("Other", place) if one.country == "TR" else (place, "")
        return (
            number + 1,
            sent,
            2 if one.sent else 1,
            "en",
            17,
            one.organisation,
            *chosen,
            one.email,
            one.website,
            ticked(one.consent),
            ticked(one.updates, "Yes/No"),
            one.comment,
        )

    return csv_of([titles, *grid(answers, row)], answers, delimiter=";")


def lime_survey_codes() -> File:
    """Return codes in the first row and questions in the second."""
    answers = without_sending(ANSWERS, 8)
    codes = (
        "id",
        "submitdate",
        "lastpage",
        "startlanguage",
        "Q01",
        "Q02",
        "Q03",
        "Q04",
        "Q05",
        "Q06",
    )
    titles = (
        "Response ID", "Date submitted", "Last page", "Start language",
        "Nom de votre organisation", "Pays", "Courriel", "J'accepte que notre nom soit publié",
        "Souhaitez-vous recevoir nos nouvelles ?", "Remarques",
    )  # fmt: skip

    def row(number: int, one: Answer) -> Sequence[Any]:
        sent = f"{when(number):%Y-%m-%d %H:%M:%S}" if one.sent else ""
        return (
            number + 1,
            sent,
            "3",
            "fr",
            one.organisation,
            country(one, "fr"),
            one.email,
            ticked(one.consent, "Oui/Non"),
            ticked(one.updates, "Oui/Non"),
            one.comment,
        )

    data = csv_file([codes, titles, *grid(answers, row)], delimiter="\t")
    return File(data, expected(answers, list(range(3, 17)), asks=ALL))


def action_network() -> File:
    titles = (
        "first_name", "last_name", "email", "can2_phone", "zip_code", "Country", "Organization",
        "Website", "Comments", "Email Opt In", "Timestamp (EST)", "source", "can2_user_tags",
    )  # fmt: skip

    def row(number: int, one: Answer) -> Sequence[Any]:
        return ("Jo", "Doe", one.email, "", "1000", one.country, one.organisation, one.website,
                one.comment, "TRUE" if one.updates else "FALSE",
                f"{when(number):%Y-%m-%d %H:%M:%S} EST",
                "widget", "")  # fmt: skip

    records = list(range(2, 16))
    asks = ("country", "comment", "wants_updates", "signed_at")
    return File(csv_file([titles, *grid(ANSWERS, row)]), expected(ANSWERS, records, asks=asks))


def survey_monkey() -> File:
    first = (
        "Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address", "Email Address",
        "First Name", "Last Name", "Custom Data 1", "Your organisation", "", "", "",
        "May we list you publicly?", "Do you want to be kept informed?", "Comments",
    )  # fmt: skip
    second = (
        "", "", "", "", "", "", "", "", "", "Organisation name", "Country", "Email", "Website",
        "Response", "Response", "Open-Ended Response",
    )  # fmt: skip

    def row(number: int, one: Answer) -> Sequence[Any]:
        start, end = when(number).replace(minute=0), when(number)
        stamps = (f"{start:%m/%d/%Y %H:%M:%S}", f"{end:%m/%d/%Y %H:%M:%S}")
        return (11_700 + number, 4_000, *stamps, "203.0.113.9", "", "", "", "", one.organisation,
                country(one, "en"), one.email, one.website, ticked(one.consent),
                ticked(one.updates), one.comment)  # fmt: skip

    data = csv_file([first, second, *grid(ANSWERS, row)])
    return File(data, expected(ANSWERS, list(range(3, 17)), asks=ALL))


def typeform() -> File:
    titles = (
        "#", "What is the name of your organisation?", "Which country are you based in?",
        "What is your email address?", "Website", "I agree to have our name published",
        "Keep me informed", "Anything else you would like to say?", "Response Type",
        "Start Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags",
    )  # fmt: skip

    def row(number: int, one: Answer) -> Sequence[Any]:
        stamp = f"{when(number):%Y-%m-%d %H:%M:%S}"
        return (
            f"x{number}",
            one.organisation,
            country(one, "en"),
            one.email,
            one.website,
            int(one.consent),
            int(one.updates),
            one.comment,
            "completed",
            stamp,
            stamp,
            "n",
            "",
        )

    return csv_of([titles, *grid(ANSWERS, row)], ANSWERS)


def kobo() -> File:
    titles = (
        "start", "end", "group_a/organisation_name", "group_a/country", "group_a/email",
        "consent_to_publish", "wants_updates", "comments", "_id", "_uuid", "_submission_time",
        "_validation_status", "_notes", "_status", "_submitted_by",
        "__version__", "_tags", "_index",
    )  # fmt: skip

    def row(number: int, one: Answer) -> Sequence[Any]:
        stamp = f"{when(number):%Y-%m-%dT%H:%M:%S}"
        return (
            f"{stamp}.000+01:00",
            f"{stamp}.000+01:00",
            one.organisation,
            country(one, "en"),
            one.email,
            ticked(one.consent, "yes/no"),
            ticked(one.updates, "yes/no"),
            one.comment,
            number,
            "u",
            stamp,
            "",
            "",
            "submitted_via_web",
            "",
            "v",
            "",
            number + 1,
        )

    return csv_of([titles, *grid(ANSWERS, row)], ANSWERS, delimiter=";", encoding="utf-8-sig")


def jotform() -> File:
    titles = (
        "Submission Date", "Organisation", "Country", "Name", "E-mail", "Website",
        "I agree that our endorsement is published", "Newsletter", "Comments", "Submission ID",
    )  # fmt: skip

    def row(number: int, one: Answer) -> Sequence[Any]:
        label = "I agree that our endorsement is published"
        return (
            f"{when(number):%b %d, %Y %H:%M}",
            one.organisation,
            country(one, "en"),
            "Jo Doe",
            one.email,
            one.website,
            label if one.consent else "",
            "x" if one.updates else "",
            one.comment,
            number,
        )

    return csv_of([titles, *grid(ANSWERS, row)], ANSWERS)


TOOLS = (
    microsoft_forms, lime_survey, lime_survey_codes, action_network, survey_monkey, typeform, kobo,
    jotform,
)  # fmt: skip
