"""Sorts of organisations as sheets name them, by the codes of ours."""

from functools import cache

from signon.imports.cells.folding import has, phrases, plain
from signon.organisations.kinds import KINDS

_SAID = {
    "network": "network; federation; coalition; alliance; umbrella; platform; reseau; collectif; "
    "plateforme; confederation; red; federacion; coalicion; plataforma; شبكة; اتحاد; تحالف; "
    "ائتلاف; netzwerk; dachverband; bundnis; rete; federazione; coalizione; rede; federacao",
    "union": "union; trade union; syndicat; sindicato; نقابة; gewerkschaft; sindacato",
    "faith": "faith; faith based; church; religious; congregation; eglise; confessionnelle; "
    "religieuse; iglesia; religiosa; ديني; دينية; كنيسة; kirche; kirchlich; religios; chiesa; "
    "igreja",
    "diaspora": "diaspora; migrant led; refugee led; migrants; شتات; مهاجرين; migrantes; "
    "migrantenorganisation; migrantenselbstorganisation; autocostituita",
    "academic": "university; academic; research; think tank; universite; recherche; academique; "
    "universidad; academia; investigacion; جامعة; بحث; مركز ابحاث; universitat; forschung; "
    "hochschule; universita; ricerca; universidade; institute; institut",
    "local_authority": "local authority; municipality; city; local government; commune; mairie; "
    "collectivite; municipio; ayuntamiento; بلدية; gemeinde; kommune; stadt; comune; municipal",
    "business": "business; company; enterprise; private sector; entreprise; empresa; شركة; "
    "unternehmen; firma; impresa; azienda; cooperative",
    "ngo": "ngo; association; non governmental; non profit; nonprofit; civil society; charity; "
    "foundation; cso; ong; fondation; societe civile; asociacion; fundacion; sociedad civil; "
    "جمعية; منظمة غير حكومية; مجتمع مدني; مؤسسة; verein; nichtregierungsorganisation; nro; "
    "stiftung; zivilgesellschaft; associazione; fondazione; associacao; community organisation",
    "other": "other; autre; otro; otra; اخرى; andere; sonstige; sonstiges; altro; outro",
}
"""In this order: a network of universities is a network."""


def code_of(cell: str) -> str:
    """Return the code of the kind that a cell names, "" for none that is known."""
    said = plain(cell)
    if cell.strip().lower() in KINDS:
        return cell.strip().lower()
    found = (code for code, words in _words().items() if any(has(said, one) for one in words))
    return next(found, "") if said else ""


@cache
def _words() -> dict[str, tuple[str, ...]]:
    return {code: phrases(words) for code, words in _SAID.items()}
