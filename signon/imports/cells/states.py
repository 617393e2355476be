"""Whether a row says that it no longer counts, or never was finished."""

import re

from signon.imports.cells.folding import has, phrases, plain

_WITHDRAWN = phrases(
    "withdrawn; withdrew; retracted; has withdrawn; wishes to withdraw; asked to be removed; "
    "please remove; retire sa signature; retiree; retrait; signature retiree; a retire; "
    "s est retire; s est retiree; retirado; retirada; retira su firma; retiro su firma; "
    "zuruckgezogen; zieht zuruck; widerrufen; ritirato; ritirata; revocado; revoque; revogado; "
    "منسحب; منسحبة; انسحب; انسحبت; سحب التوقيع; سحبت توقيعها; ingetrokken; cancelled; canceled; "
    "annule; annulee; anulado; anulada; storniert; removed; dropped out; wycofane; отозвано"
)
_RETIRED = phrases("retire; retira; baja; retiro")
"""Words that mean it by themselves only."""

_LONGEST = 80
_BRACKETED = re.compile(r"[\[(*–—-]\s*([^\[\]()*]{4,60})[\])*]?\s*$")
_DENIED = phrases("not withdrawn; non retire; not removed; no retirado; nicht zuruckgezogen")
_PARTIAL = frozenset(
    phrases(
        "partial; incomplete; in progress; not completed; unfinished; started; abandoned; "
        "disqualified; incomplet; incomplete; partiel; en cours; non termine; incompleto; "
        "parcial; en curso; غير مكتمل; جزئي; unvollstandig; teilweise; abgebrochen; "
        "nicht abgeschlossen; parziale; in corso; draft; no; false; 0; non; nein"
    )
)
_FINISHED = frozenset(
    phrases(
        "complete; completed; finished; yes; true; 1; submitted; done; complet; termine; terminee; "
        "completo; completado; finalizado; مكتمل; abgeschlossen; vollstandig; completato; "
        "concluido; oui; ja; si; sent"
    )
)


def is_withdrawn(cell: str) -> bool:
    """Tell whether a short cell begins by saying that a signature was taken back."""
    said = plain(cell) if len(cell) <= _LONGEST else ""
    if not said or any(has(said, phrase) for phrase in _DENIED):
        return False
    return said in _RETIRED or any(f"{said} ".startswith(f"{one} ") for one in _WITHDRAWN)


def marked_withdrawn(name: str) -> str:
    """Return what stands behind a name and says that its signature was taken back, else ""."""
    found = _BRACKETED.search(name)
    return found[0] if found and is_withdrawn(found[1]) else ""


def is_completion(cell: str) -> bool:
    """Tell whether a cell says that an answer was finished, or was not."""
    return plain(cell) in _PARTIAL | _FINISHED


def is_incomplete(cell: str) -> bool:
    """Tell whether a cell says that an answer was not finished."""
    return plain(cell) in _PARTIAL
