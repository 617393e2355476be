"""Files of Google Forms, in the languages of their makers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from tests.imports.exports.files import File, csv_of, grid, ticked
from tests.imports.exports.signed import ANSWERS, Answer, country, plain_answers, when


def google_forms(
    language: str,
    titles: Sequence[str],
    stamp: str,
    words: str,
    answers: tuple[Answer, ...] = ANSWERS,
) -> list[Sequence[Any]]:
    def row(number: int, one: Answer) -> Sequence[Any]:
        return (
            _stamp(when(number), stamp), one.organisation, country(one, language), one.contact,
            one.email, one.website, ticked(one.consent, words), ticked(one.updates, words),
            one.comment,
        )  # fmt: skip

    return [titles, *grid(answers, row)]


def _stamp(moment: datetime, pattern: str) -> str:
    if pattern == "us":
        return f"{moment.month}/{moment.day}/{moment.year} {moment:%H:%M:%S}"
    if pattern == "csv":
        half = "AM" if moment.hour < 12 else "PM"
        return f"{moment:%Y/%m/%d} {(moment.hour - 1) % 12 + 1}:{moment:%M:%S} {half} GMT+1"
    return moment.strftime(pattern)


def google_en() -> File:
    titles = (
        "Timestamp", "Name of your organisation", "Country where it is based", "Your name",
        "E-mail address for confirmation", "Website",
        "May we publish the name of your organisation?",
        "Would you like to receive updates?", "Any comments?",
    )  # fmt: skip
    return csv_of(google_forms("en", titles, "us", "Yes/No"), ANSWERS)


def google_es() -> File:
    titles = (
        "Marca temporal", "Nombre de la organización (y siglas)", "País", "Persona de contacto",
        "Correo electrónico", "Página web", "Autorizo que se publique el nombre de mi organización",
        "¿Desea recibir información sobre la campaña?", "Comentarios",
    )  # fmt: skip
    return csv_of(google_forms("es", titles, "csv", "Sí/No"), ANSWERS)


def google_ar() -> File:
    titles = (
        "طابع زمني", "اسم المنظمة", "الدولة", "الشخص المسؤول",
        "البريد الإلكتروني", "الموقع الإلكتروني",
        "هل توافقون على نشر اسم منظمتكم؟", "هل ترغبون في تلقي المستجدات؟", "ملاحظات",
    )  # fmt: skip
    return csv_of(
        google_forms("ar", titles, "%d/%m/%Y %H:%M:%S", "نعم/لا"), ANSWERS, encoding="utf-16"
    )


def google_de_in_excel() -> File:
    titles = (
        "Zeitstempel", "Name Ihrer Organisation", "Land", "Ansprechperson", "E-Mail-Adresse",
        "Webseite", "Dürfen wir den Namen Ihrer Organisation veröffentlichen?",
        "Möchten Sie auf dem Laufenden gehalten werden?", "Anmerkungen",
    )  # fmt: skip
    rows = google_forms("de", titles, "%d.%m.%Y %H:%M:%S", "Ja/Nein", plain_answers())
    return csv_of(rows, plain_answers(), delimiter=";", encoding="cp1252")


def google_it() -> File:
    titles = (
        "Informazioni cronologiche", "Nome dell'organizzazione", "Paese", "Nome e cognome",
        "Indirizzo email", "Sito web", "Acconsento alla pubblicazione del nome",
        "Desidero ricevere aggiornamenti", "Commenti",
    )  # fmt: skip
    return csv_of(google_forms("it", titles, "%d/%m/%Y %H.%M.%S", "Sì/No"), ANSWERS, ends="\n")


def google_pt() -> File:
    titles = (
        "Carimbo de data/hora", "Nome da organização", "País", "Pessoa de contato",
        "Endereço de e-mail", "Site", "Autorizo a publicação do nome da minha organização",
        "Deseja receber novidades?", "Comentários",
    )  # fmt: skip
    return csv_of(google_forms("pt", titles, "%d/%m/%Y %H:%M:%S", "Sim/Não"), ANSWERS)


GOOGLE = (google_en, google_es, google_ar, google_de_in_excel, google_it, google_pt)
