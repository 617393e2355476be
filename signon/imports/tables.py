"""Which rows of a sheet are its table: below titles and header, without totals and notes. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from signon.imports.cells import places
from signon.imports.cells.folding import phrases, plain
from signon.imports.columns.vocabulary import PART, fits
from signon.imports.records import LeftOut, Unreadable
from signon.imports.sheets.grid import Line
from signon.kernel.words import N_

_SEARCHED = 40
"""Rows at the beginning among which the header is looked for."""

_BELOW = 3
_LONGEST_TITLE = 400
_DATA = re.compile(r"[^\s@]+@[^\s@]+\.\w|^\s*https?://|^\s*\d[\d\s.,:/-]*$")
_CODE = re.compile(r"[A-Za-z_][\w.\[\]/:-]*|Q?\d+(?:_\w+)?")
_ANSWER = frozenset(
    phrases(
        "response; open ended response; other please specify; responses; reponse; respuesta; "
        "antwort; risposta; resposta; إجابة; reponse ouverte; respuesta abierta"
    )
)
"""What survey tools put below a question that has one answer."""

_SURVEY_CODES = frozenset({"submitdate", "lastpage", "startlanguage", "seed", "id"})
_IMPORT_ID = '{"ImportId"'
_TOTALS = frozenset(
    phrases(
        "total; totals; grand total; sub total; subtotal; sum; count; total general; totaux; "
        "sous total; somme; nombre total; suma; totales; recuento; مجموع; اجمالي; عدد; "
        "gesamt; summe; gesamtzahl; insgesamt; anzahl; zwischensumme; totale; somma; conteggio; "
        "soma; total geral; totaal; razem; итого; всего; toplam; celkem; συνολο; n"
    )
)
_NOTES = phrases(
    "note; notes; nb; n b; source; sources; last update; last updated; updated; as of; legend; "
    "generated; exported; end of; nota; remarque; mise a jour; derniere mise a jour; fuente; "
    "ultima actualizacion; quelle; stand; hinweis; anmerkung; aggiornato; fonte; ملاحظة; مصدر; "
    "آخر تحديث; please; prepared by; contact; page; this list; cette liste; esta lista; diese liste"
)
_GROUPS = frozenset(
    phrases(
        "organisations; organizations; members; networks; ngos; associations; international "
        "organisations; international organizations; international networks; national "
        "organisations; regional networks; european networks; local organisations; individuals; "
        "signatories; others; other; trade unions; faith based organisations; reseaux; membres; "
        "organisations internationales; organisations nationales; ong; reseaux internationaux; "
        "reseaux regionaux; syndicats; autres; organizaciones; organizaciones internacionales; "
        "redes; miembros; otras; sindicatos; منظمات; شبكات; جمعيات; نقابات; منظمات دولية; اعضاء; "
        "organisationen; netzwerke; verbande; internationale organisationen; mitglieder; "
        "weitere; gewerkschaften; organizzazioni; reti; associazioni; altri; sindacati; "
        "organizacoes; late signatories; new signatories; online; paper; by email"
    )
)
_NUMBER = re.compile(r"[-–—:(\[]*\s*\d+\s*(?:org\w*|signator\w*|signat\w*|members?)?\s*[)\]:]*\s*$")
_DECORATED = re.compile(r"^\s*[-–—=*#_>•~]{2,}.*|.*[-–—=*_~]{2,}\s*$|.*:\s*$|^\W+$")


@dataclass(frozen=True)
class Table:
    """A header, the rows below it, and what was no row. `titles` differ from one another."""

    header_record: int
    titles: tuple[str, ...]
    lines: tuple[Line, ...]
    left_out: tuple[LeftOut, ...] = ()


def find(lines: Sequence[Line], header_record: int | None = None) -> Table:
    """Return the table of a sheet; its header is found unless somebody says where it stands.

    Raises `Unreadable` where there is no row, or none at the given number.
    """
    filled = [line for line in lines if line.filled]
    if not filled:
        raise Unreadable("empty", EMPTY)
    at = _header(filled) if header_record is None else _at_record(filled, header_record)
    body = filled[at + 1 :]
    below = _second_headers(filled[at], body)
    above = [line for line in filled[max(at - 1, 0) : at] if _is_part_of_header(line, filled[at])]
    said = _titles([filled[at], *body[:below]], above)
    width = max([len(said), *(len(line.cells) for line in body)])
    titles = _different([*said, *[""] * (width - len(said))])
    rows, left_out = _sorted_out(titles, filled[at], body[below:])
    return Table(filled[at].record, titles, tuple(rows), tuple(left_out))


def likelihood(table: Table) -> int:
    """Return how many targets the titles of a table name."""
    return len({target for title in table.titles for target in list(fits(title))[:1]})


# ---- the header ----


def _at_record(filled: Sequence[Line], record: int) -> int:
    for at, line in enumerate(filled):
        if line.record == record:
            return at
    raise Unreadable("no_header", NO_HEADER, record=record)


def _header(filled: Sequence[Line]) -> int:
    """Return the row whose cells say best what stands below them; else the first full one."""
    scores = [_titling(line) for line in filled[:_SEARCHED]]
    if max(scores) >= PART:
        return scores.index(max(scores))
    usual = median(len(line.filled) for line in filled)
    full = (at for at, line in enumerate(filled) if len(line.filled) >= usual)
    return next(full, 0)


def _titling(line: Line) -> int:
    """Return how well the cells of a row fit targets, each target once; less for data in it."""
    best: dict[str, int] = {}
    for cell in line.cells:
        if cell.strip() and len(cell) <= _LONGEST_TITLE and not _DATA.search(cell):
            for target, fit in list(fits(cell).items())[:1]:
                best[target] = max(best.get(target, 0), fit)
    data = sum(bool(_DATA.search(cell)) for cell in line.cells) + len(line.times)
    single = len(line.filled) == 1 and sum(best.values()) < PART + 1
    return 0 if single else sum(best.values()) - 2 * data


def _second_headers(header: Line, body: Sequence[Line]) -> int:
    """Return how many of the rows below a header are still part of it."""
    number = 0
    for line in body[:_BELOW]:
        if not _is_second_header(header, line):
            break
        number += 1
    return number


def _is_second_header(header: Line, line: Line) -> bool:
    """Tell whether a row below the header has titles, codes or notes of a survey tool in it."""
    cells = [cell.strip() for cell in line.cells if cell.strip()]
    if any(cell.startswith(_IMPORT_ID) for cell in cells):
        return True
    if line.times or any(_DATA.search(cell) for cell in cells):
        return False
    answers = sum(plain(cell) in _ANSWER for cell in cells)
    is_coded = 3 < len(header.filled) < 2 * len(cells) and all(map(_CODE.fullmatch, cells))
    return (
        answers * 2 > len(cells)
        or (is_coded and not _SURVEY_CODES.isdisjoint(cells))
        or _titling(line) > 3 * PART
        or (_stands_in_gaps(header, line) and all(map(fits, cells)))
    )


def _stands_in_gaps(header: Line, line: Line) -> bool:
    """Tell whether a row says what cells that are joined in the header leave open."""
    places = line.filled
    return any(not _cell(header, at) for at in places)


def _is_part_of_header(line: Line, header: Line) -> bool:
    """Tell whether the row above the header holds titles as well."""
    is_next = line.record == header.record - 1 and len(line.filled) > 1
    return is_next and _titling(line) >= PART


def _titles(lines: Sequence[Line], above: Sequence[Line]) -> list[str]:
    """Return the titles, the best of several rows; where none says anything, what is above."""
    width = max(len(line.cells) for line in (*lines, *above))
    return [_best_title(lines, at) or _best_title(above, at) for at in range(width)]


def _best_title(lines: Sequence[Line], at: int) -> str:
    said = [cell for cell in (_cell(line, at) for line in lines) if plain(cell) not in _ANSWER]
    said = [cell for cell in said if not cell.startswith(_IMPORT_ID)]
    return max(said, key=lambda cell: max(fits(cell).values(), default=0), default="")


def _cell(line: Line, at: int) -> str:
    return " ".join(line.cells[at].split()) if at < len(line.cells) else ""


def _different(titles: Iterable[str]) -> tuple[str, ...]:
    """Return titles of which no two are alike: the second "E-mail" becomes "E-mail (2)"."""
    found: list[str] = []
    for title in titles:
        number, name = 1, title
        while name and name in found:
            number += 1
            name = f"{title} ({number})"
        found.append(name)
    return tuple(found)


# ---- the rows ----


def _sorted_out(
    titles: Sequence[str], header: Line, body: Sequence[Line]
) -> tuple[list[Line], list[LeftOut]]:
    rows: list[Line] = []
    left_out: list[LeftOut] = []
    usual = median([len(line.filled) for line in body] or [0])
    last = max((line.record for line in body if len(line.filled) > max(1, usual / 2)), default=0)
    for line in body:
        what = _no_row(line, header, titles, is_after=line.record > last and usual > 1)
        if what and (what != "section" or usual > 1):
            left_out.append(LeftOut(what, str(line.record), _said(line)))
        else:
            rows.append(line)
    return rows, left_out


def _no_row(line: Line, header: Line, titles: Sequence[str], *, is_after: bool) -> str:
    """Return what a row is, "" for one of the table."""
    filled = [at for at in line.filled if at < len(titles)]
    if _repeats(line, header):
        return "repeated_header"
    if not filled or (not line.marks and _says_nothing(line)):
        return "note"
    first = line.cells[filled[0]]
    others = [line.cells[at] for at in filled[1:]]
    if _is_total(first, others):
        return "total"
    if line.marks or any(any(map(str.isalpha, cell)) for cell in others):
        return ""
    if others:
        return "section" if _heads(first) else ""
    if is_after and _is_note(first):
        return "note"
    return "section" if _is_section(first, filled[0], titles) else ""


def _repeats(line: Line, header: Line) -> bool:
    said = [plain(cell) for cell in line.cells if cell.strip()]
    known = {plain(cell) for cell in header.cells if cell.strip()}
    return len(said) > 1 and all(one in known for one in said)


def _says_nothing(line: Line) -> bool:
    """Tell whether only a running number stands in a row, or boxes that nobody ticked."""
    cells = [cell.strip().rstrip(".") for cell in line.cells if cell.strip()]
    numbers = [cell for cell in cells if cell.isdecimal()]
    return len(numbers) < 2 and all(cell.isdecimal() or cell == "FALSE" for cell in cells)


def _is_total(first: str, others: Sequence[str]) -> bool:
    """Tell whether a row adds up: a word for it, and numbers or nothing beside it."""
    said = plain(first)
    words = [word for word in said.split() if not word.isdecimal()]
    begins = bool(words) and (words[0] in _TOTALS or " ".join(words[:2]) in _TOTALS)
    begins |= (
        said[:1].isdecimal()
        and bool(words)
        and (" ".join(words) in _GROUPS or words[-1] in _TOTALS)
    )
    return begins and len(words) <= 4 and not any(any(map(str.isalpha, one)) for one in others)


def _is_note(cell: str) -> bool:
    said = plain(cell)
    begins = any(f"{said} ".startswith(f"{note} ") for note in _NOTES)
    return begins or len(cell) > 60 or cell.lstrip()[:1] in ("*", "(", "†", "©")


def _is_section(cell: str, at: int, titles: Sequence[str]) -> bool:
    """Tell whether a text alone in its row heads those below it: it is no row's name.

    Places, kinds of organisations and what is set off by dashes do; and whatever stands where
    names do not.
    """
    target = next(iter(fits(titles[at])), "")
    if _heads(cell) or _DECORATED.match(cell):
        return True
    return at == 0 and target not in ("organisation", "representative_name", "email", "signed_at")


def _heads(cell: str) -> bool:
    """Tell whether a text names a place or a sort of organisations, perhaps with their number."""
    plainly = _NUMBER.sub("", cell)
    return places.is_place(plainly) or plain(plainly) in _GROUPS


def _said(line: Line) -> str:
    return " ".join(" ".join(line.cells).split())[:200]


EMPTY = N_("This file is empty.")
NO_HEADER = N_("Nothing stands in row %(record)s, so it cannot be the header.")
