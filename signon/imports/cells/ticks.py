"""Yes and no, as forms and people write them."""

import re

from signon.imports.cells.folding import has, phrases, plain

_YES = frozenset(
    phrases(
        "yes; y; yep; true; t; 1; x; xx; ok; okay; checked; ticked; on; agree; agreed; i agree; "
        "accepted; accept; granted; subscribed; opted in; opt in; oui; o; vrai; d accord; accord; "
        "accepte; coche; si; s; sí; verdadero; cierto; acepto; de acuerdo; ja; j; wahr; "
        "einverstanden; zugestimmt; vero; accetto; d accordo; sim; verdadeiro; aceito; concordo; "
        "نعم; صحيح; موافق; أوافق; موافقة; بلى; اجل; tak; prawda; ano; áno; da; да; истина; "
        "так; ναι; αληθεσ; evet; dogru; igen; igaz; joo; kylla; bai; sì; waar; sant; sand; sann; "
        "כן; はい; 是"
    )
)
_NO = frozenset(
    phrases(
        "no; n; nope; false; f; 0; unchecked; unticked; off; disagree; declined; denied; refused; "
        "unsubscribed; opted out; opt out; never; non; faux; refus; refuse; falso; rechazo; nein; "
        "falsch; abgelehnt; rifiuto; nao; não; لا; كلا; "
        "خطأ; خطا; غير موافق; رفض; nie; ne; nem; falsz; нет; "
        "ложь; ні; ні; όχι; οχι; hayir; yanlis; nei; nej; ei; nee; niet; לא; いいえ; 否"
    )
)
_REFUSALS = phrases(
    "do not; don t; does not; dont; not agree; not consent; not want; not wish; disagree; decline; "
    "prefer not; rather not; no longer; opt out; unsubscribe; ne souhaite pas; ne souhaitons pas; "
    "n accepte pas; n acceptons pas; ne veux pas; n autorise pas; ne pas; refuse; refusons; "
    "no acepto; no deseo; no quiero; no autorizo; no estoy; nicht; kein; keine; non accetto; "
    "non desidero; non autorizzo; non voglio; nao aceito; nao desejo; nao autorizo; nao quero; "
    "لا أوافق; لا اوافق; لا أريد; لا نوافق; لا ارغب; لا أرغب; غير موافق; ارفض; نرفض"
)
_UNSURE = frozenset(
    phrases(
        "n a; na; pending; maybe; tbc; tbd; to be confirmed; later; a confirmer; peut etre; "
        "en attente; por confirmar; pendiente; quizas; offen; ausstehend; vielleicht; "
        "da confermare; forse; a confirmar; talvez; ربما; قيد الانتظار; none; null; unknown"
    )
)
_SIGNS = {
    **dict.fromkeys("✓✔☑✅☒🗹●■◉+√", True),
    **dict.fromkeys("✗✘☐❌❎○□◯-–—−", False),
    "þ": True,  # what a tick in a font of signs becomes elsewhere
    "ü": True,
}
_FIGURE = re.compile(r"\s*([01])[.,]0+\s*")


def read(cell: str) -> bool | None:
    """Return whether a cell says yes or no, None where it says neither."""
    typed = cell.strip().strip("\ufe0f")
    if typed in _SIGNS:
        return _SIGNS[typed]
    figure = _FIGURE.fullmatch(typed)
    said = figure[1] if figure else plain(typed)
    if said in _YES or said in _NO:
        return said in _YES
    if not said:
        return _SIGNS.get(typed[:1]) if typed else None
    return _of_words(said)


def _of_words(said: str) -> bool | None:
    """Return what an answer of several words says by its first one, unless it refuses."""
    first = said.partition(" ")[0]
    if (first in _NO and len(first) > 1) or any(has(said, phrase) for phrase in _REFUSALS):
        return False
    if first in _YES and len(first) > 1:
        return True
    return True if any(has(said, phrase) for phrase in _AGREEMENTS) else None


_AGREEMENTS = phrases(
    "i agree; we agree; i accept; we accept; i consent; we consent; i confirm; we confirm; "
    "i authorise; i authorize; we endorse; i endorse; we sign; j accepte; nous acceptons; "
    "j autorise; nous autorisons; je consens; je confirme; nous signons; acepto; aceptamos; "
    "autorizo; autorizamos; doy mi consentimiento; ich stimme zu; wir stimmen zu; einverstanden; "
    "accetto; acconsento; accettiamo; autorizzo; concordo; aceito; autorizo; أوافق; نوافق; "
    "أقبل; موافق; keep me informed; please do; bitte informieren"
)


def consents(cell: str) -> bool:
    """Tell whether a cell of a column that asks for consent gives it.

    A box in a form leaves its own label there: whatever stands there and refuses nothing agrees.
    """
    said = read(cell)
    return plain(cell) not in {"", *_UNSURE} if said is None else said


def is_tick(cell: str) -> bool:
    """Tell whether a cell says yes or no and little else."""
    return read(cell) is not None
