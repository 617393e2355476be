"""Countries by whatever name or code a sheet has for them."""

import re
from functools import cache, lru_cache

import icu
from babel import Locale

from signon.imports.cells.folding import phrases, plain
from signon.kernel.countries import CODES

_SPOKEN = (
    *("en", "fr", "es", "ar", "de", "it", "pt", "nl", "ca", "gl", "eu", "el", "tr", "pl", "cs"),
    *("sk", "sl", "hr", "sr", "sr_Latn", "bs", "mk", "sq", "bg", "ro", "hu", "ru", "uk", "be"),
    *("lt", "lv", "et", "fi", "sv", "nb", "da", "is", "ga", "mt", "he", "fa", "ku", "ur", "hi"),
    *("bn", "ta", "id", "ms", "vi", "th", "zh", "ja", "ko", "sw", "am", "ka", "hy", "az", "af"),
)
"""Languages whose names of countries are known; of a name in two the earlier one counts."""

_ALSO = {
    "AE": "uae; u a e; emirates; emirats; emiratos arabes; الامارات; vae",
    "BA": "bosnia; bosnie; bosnien; bosnia herzegovina; bih; bosnie herzegovine",
    "BN": "brunei darussalam",
    "BO": "bolivia plurinational state of; estado plurinacional de bolivia",
    "BY": "bielorussie; weissrussland",
    "CD": "drc; dr congo; d r congo; rdc; rd congo; r d congo; congo kinshasa; congo rdc; "
    "congo drc; democratic republic of the congo; democratic republic of congo; congo dr; "
    "republique democratique du congo; republica democratica del congo; zaire; "
    "demokratische republik kongo; الكونغو الديمقراطية; جمهورية الكونغو الديمقراطية",
    "CG": "congo; congo brazzaville; republic of the congo; republic of congo; "
    "republique du congo; republica del congo",
    "CI": "ivory coast; cote d ivoire; elfenbeinkuste",
    "CV": "cape verde; cap vert; kap verde",
    "CZ": "czech republic; czechia; republique tcheque; republica checa; tschechische republik; cr",
    "FM": "micronesia; micronesie",
    "GB": "uk; u k; united kingdom; great britain; britain; england; scotland; wales; "
    "northern ireland; royaume uni; grande bretagne; angleterre; ecosse; reino unido; "
    "gran bretana; inglaterra; escocia; vereinigtes konigreich; grossbritannien; england uk; "
    "schottland; regno unito; gran bretagna; inghilterra; بريطانيا; المملكة المتحدة; "
    "united kingdom of great britain and northern ireland; gb; g b",
    "GM": "the gambia",
    "HK": "hong kong; hongkong; hong kong sar",
    "IR": "iran islamic republic of; islamic republic of iran",
    "KP": "north korea; dprk; democratic people s republic of korea",
    "KR": "south korea; korea; republic of korea; korea republic of; coree du sud; corea del sur",
    "LA": "laos; lao pdr; lao people s democratic republic",
    "LY": "libya; libye; libyan arab jamahiriya; state of libya",
    "MD": "moldova; moldavie; republic of moldova; moldova republic of; moldawien; moldavia",
    "MK": "macedonia; macedoine; fyrom; north macedonia; mazedonien; "
    "the former yugoslav republic of macedonia",
    "MM": "burma; birmanie; birma; myanmar",
    "NL": "holland; the netherlands; hollande; nederland; pays bas; holanda; olanda",
    "PS": "palestine; state of palestine; palestinian territories; palestinian territory; "
    "occupied palestinian territory; occupied palestinian territories; opt; "
    "palestinian territory occupied; palestine state of; territoires palestiniens; "
    "territoires palestiniens occupes; territorios palestinos; etat de palestine; gaza; "
    "west bank; cisjordanie; فلسطين; دولة فلسطين; فلسطين المحتلة; palastina; palestina",
    "RU": "russia; russian federation; federation de russie; russie",
    "ST": "sao tome; sao tome and principe",
    "SY": "syria; syrian arab republic; syrie; سوريا; سورية",
    "SZ": "swaziland; eswatini",
    "TL": "east timor; timor leste; timor oriental",
    "TR": "turkey; turkiye; turquie; turquia; turkei",
    "TW": "taiwan; taiwan province of china",
    "TZ": "tanzania; united republic of tanzania; tanzania united republic of; tanzanie",
    "US": "us; u s; usa; u s a; united states; united states of america; the united states; "
    "etats unis; etats unis d amerique; estados unidos; ee uu; eeuu; e e u u; ee uu; eua; "
    "vereinigte staaten; stati uniti; america; amerika; امريكا; الولايات المتحدة; "
    "الولايات المتحدة الامريكية",
    "VA": "vatican; holy see; vatikan; saint siege; santa sede",
    "VE": "venezuela; bolivarian republic of venezuela; venezuela bolivarian republic of",
    "VN": "viet nam; vietnam",
    "XK": "kosovo; kosova; kosovo unscr 1244",
    "MA": "maroc; morocco; royaume du maroc; المغرب; المملكة المغربية",
    "SA": "السعودية; ksa; kingdom of saudi arabia; arabie saoudite",
    "TN": "تونس; tunisie",
    "EG": "مصر; جمهورية مصر العربية",
    "JO": "الاردن",
    "IQ": "العراق; iraq; irak",
    "SD": "السودان; sudan; soudan",
    "SS": "جنوب السودان; south sudan; soudan du sud",
    "YE": "اليمن; yemen",
    "CN": "china; pr china; p r china; people s republic of china; prc; mainland china",
    "IE": "republic of ireland; eire; irlande; ireland",
    "SK": "slovak republic; slowakische republik",
    "CH": "suisse; schweiz; svizzera; confederation suisse; swiss confederation",
    "DE": "brd; federal republic of germany; bundesrepublik deutschland; allemagne",
    "GR": "hellas; hellenic republic; griechenland; ellada; grece",
}
"""Ways of saying a country that CLDR does not list; they count before its own."""

_BEFORE = phrases(
    "the; republic of; republic of the; republique du; republique de; republique d; "
    "republique de la; republica de; republica del; republica de la; republik; kingdom of; "
    "kingdom of the; royaume de; royaume du; reino de; state of; etat de; repubblica di; "
    "جمهورية; مملكة; دولة; la; le; les; el; l; il; lo; i; der; die; das; o; a; en; in; au; aux"
)
_BETWEEN = re.compile(r"\s*[,;/|()\[\]\n–—]+\s*|\s+-\s+|\s+(?:and|et|und|y|e|&|و)\s+")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]{2}")
_LETTER_A = 0x1F1E6
_SHORTEST = 3
_REGIONS = {"001", "002", "003", "005", "009", "013", "019", "142", "145", "150", "419", "EU"}
_ALSO_REGIONS = phrases(
    "middle east; north africa; mena; sub saharan africa; mashreq; maghreb; balkans; western "
    "balkans; european union; latin america; international; global; worldwide; other countries; "
    "others; other; rest of the world; moyen orient; afrique du nord; amerique latine; autres; "
    "autres pays; mondial; niveau international; internationales; weltweit; weitere lander; "
    "andere; oriente medio; norte de africa; internacional; otros paises; otros; دولي; عالمي; "
    "الشرق الاوسط; شمال افريقيا; دول اخرى; internazionale; altri paesi; regional; europe; "
    "asia pacific; the americas; oceania; caribbean"
)


@lru_cache(maxsize=4096)
def code_of(cell: str) -> str:
    """Return the code of the one country that a cell names, "" for none and for several."""
    if flag := _FLAG.search(cell):
        return _known_code("".join(chr(ord(sign) - _LETTER_A + 65) for sign in flag[0]))
    typed = cell.strip()
    whole = _known_code(typed.strip(".").replace(".", "")) or _named(typed)
    if whole:
        return whole
    named = {_named(piece) for piece in _BETWEEN.split(typed) if len(piece) >= _SHORTEST} - {""}
    return named.pop() if len(named) == 1 else ""


def is_place(cell: str) -> bool:
    """Tell whether a cell names a country or a region of the world and nothing else."""
    said = plain(cell)
    return bool(_named(cell) or code_of(cell)) or said in _regions()


def _known_code(typed: str) -> str:
    """Return the code for one of two or three capital letters."""
    upper = typed.upper()
    if typed != upper and not (len(typed) == 2 and typed.islower()):
        return ""
    found = "GB" if upper == "UK" else "GR" if upper == "EL" else _three_letters().get(upper, upper)
    return found if found in CODES else ""


def _named(typed: str) -> str:
    said = plain(typed)
    known = _names()
    if said in known:
        return known[said]
    for phrase in _BEFORE:
        if said.startswith(f"{phrase} ") and (code := known.get(said[len(phrase) + 1 :])):
            return code
    return ""


@cache
def _names() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in _SPOKEN:
        for code, name in Locale.parse(language).territories.items():
            if str(code) in CODES:
                found.setdefault(plain(name), str(code))
    return found | {name: code for code, names in _ALSO.items() for name in phrases(names)}


@cache
def _three_letters() -> dict[str, str]:
    pairs = ((icu.Locale("", code).getISO3Country(), code) for code in sorted(CODES))
    return {three: code for three, code in pairs if three}


@cache
def _regions() -> frozenset[str]:
    named = (Locale.parse(language).territories for language in _SPOKEN)
    known = {plain(one[code]) for one in named for code in _REGIONS if code in one}
    return frozenset(known | set(_ALSO_REGIONS))
