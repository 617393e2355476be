"""Who signed: the same few answers, defects included, for every sort of file."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from signon.imports.records import Judged
from signon.kernel import countries

FIRST_DAY = datetime(2024, 3, 12, 18, 2)  # noqa: DTZ001 - cells have no zone


@dataclass(frozen=True)
class Answer:
    """One answer and what becomes of it; `becomes` is a reason, "accepted" or "=ROW" of ours."""

    organisation: str
    email: str
    country: str = ""
    website: str = ""
    consent: bool = True
    updates: bool = True
    comment: str = ""
    becomes: str = "accepted"
    cleaned: str = ""
    contact: str = "Jo Doe"
    sent: bool = True


ANSWERS = (
    Answer("Ärzte in Not e.V., Würzburg", "buero@aerzte.org", "DE", "www.aerzte.org"),
    Answer("Réseau d’Accueil", "contact@reseau.example.org", "FR", updates=False),
    Answer("“Baobab”, centro; aperto", "info@baobab.org", "IT", comment='see "annex", p. 4'),
    Answer("مركز العدالة - Justice Centre", "office@justice.org", "", "justice.org"),
    Answer("Łódź Refugee\nCouncil", "rada@lodz.example.org", "PL", comment="first\n\n— the team"),
    Answer("\u200b", "nobody@void.example.org", "GR", becomes="missing_name"),
    Answer("Café Ouvert", "n/a", "BE", becomes="invalid_email"),
    Answer("Olho Vivo", "", "PT", becomes="missing_email"),
    Answer("Halkların Derneği", "mailto:info@halk.org", "TR", cleaned="info@halk.org"),
    Answer("Refus", "no@refus.example.org", "CH", consent=False, becomes="no_consent"),
    Answer("réseau d'accueil", "Contact@Reseau.example.org", "FR", becomes="=2"),
    Answer("Le Réseau d’accueil", "president@reseau.example.org", "FR", becomes="?2"),
    Answer("Côte Libre", "cote@libre.example.org", "CI", comment='=HYPERLINK("e.org")'),
    Answer("Plus Un", "plus@un.example.org", "GB", comment="+1 234 555 0199", updates=False),
)  # fmt: skip


@dataclass(frozen=True)
class Expected:
    """What one record yields."""

    status: str
    reason: str = ""
    duplicate_of: int | None = None
    possible_duplicate_of: int | None = None
    fields: Mapping[str, Any] | None = None


def plain_answers() -> tuple[Answer, ...]:
    """Return the answers that any encoding of one byte for Western Europe can hold."""
    return tuple(
        answer
        for answer in ANSWERS
        if answer.organisation.encode("cp1252", "ignore").decode("cp1252") == answer.organisation
        and answer.comment.encode("cp1252", "ignore").decode("cp1252") == answer.comment
    )


def when(number: int) -> datetime:
    """Return when the answer of a number, from 0, was sent: every day one, past midnight too."""
    return FIRST_DAY.replace(day=12 + number, hour=(18 + 2 * number) % 24)


def country(answer: Answer, language: str) -> str:
    """Return what a language calls the country of an answer."""
    return countries.name(answer.country, language) if answer.country else ""


def expected(
    answers: tuple[Answer, ...], records: list[int], *, asks: tuple[str, ...]
) -> dict[int, Expected]:
    """Return what is expected by record; `asks` are the targets that the file has columns for."""
    emails = [answer.email for answer in ANSWERS]
    first = {
        emails.index(answer.email): record for answer, record in zip(answers, records, strict=True)
    }
    return {
        record: _expected(answer, number, first, asks)
        for number, (answer, record) in enumerate(zip(answers, records, strict=True))
    }


def _expected(
    answer: Answer, number: int, first: Mapping[int, int], asks: tuple[str, ...]
) -> Expected:
    becomes = answer.becomes
    if not answer.sent:
        return Expected("rejected", "incomplete_response")
    if becomes == "no_consent" and "consent" not in asks:
        becomes = "accepted"
    if becomes[0] == "=":
        earlier = first[int(becomes[1:]) - 1]
        return Expected("duplicate", "same_organisation_and_email", duplicate_of=earlier)
    fields = dict(_fields(answer, number, asks))
    if becomes[0] == "?":
        earlier = first[int(becomes[1:]) - 1]
        return Expected("accepted", possible_duplicate_of=earlier, fields=fields)
    if becomes == "accepted":
        return Expected("accepted", fields=fields)
    return Expected("rejected", becomes)


def _fields(answer: Answer, number: int, asks: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    yield "organisation", " ".join(answer.organisation.split())
    yield "email", answer.cleaned or answer.email
    said = {
        "country": answer.country,
        "comment": answer.comment,
        "wants_updates": answer.updates,
        "signed_at": when(number),
    }
    yield from ((name, value) for name, value in said.items() if name in asks)


def found(row: Judged, like: Expected) -> Expected:
    """Return what a row became, with the fields that are expected of it."""
    fields = None
    if like.fields is not None:
        fields = {name: getattr(row.fields, name) for name in like.fields}
        if fields.get("signed_at"):
            fields["signed_at"] = fields["signed_at"].replace(tzinfo=None)
    return Expected(row.status, row.reason, row.duplicate_of, row.possible_duplicate_of, fields)


def without_sending(answers: tuple[Answer, ...], *numbers: int) -> tuple[Answer, ...]:
    """Return the answers, some of which were abandoned before they were sent."""
    return tuple(
        replace(answer, sent=number not in numbers) for number, answer in enumerate(answers)
    )
