"""Countries and regions of the world inside a name: they tell sister bodies apart."""

from collections.abc import Iterator, Sequence
from functools import cache

from babel import Locale

from signon.kernel.countries import CODES
from signon.kernel.text.fold import words

_SPOKEN = (
    *("ar", "bg", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fr", "he", "hr"),
    *("hu", "it", "ka", "lt", "lv", "nb", "nl", "pl", "pt", "ro", "ru", "sk", "sl", "sq", "sr"),
    *("sv", "tr", "uk"),
)
_REGIONS = {"002", "003", "005", "009", "013", "019", "142", "145", "150", "419"}
_LONGEST = 5
_SHORTEST = 4
"""Below, a name of CLDR is more often another word: Çad, tai, mon."""

_ALSO = {
    "GB": "uk; great britain; england; britain; royaume uni",
    "US": "us; usa; united states of america; etats unis d amerique; america; amerika",
    "AE": "uae",
    "BA": "bosnia; bosnie; bosnien",
    "CD": "drc; rdc; rd congo; dr congo; congo",
    "CZ": "czech republic; republique tcheque; tschechische republik; tsjechie",
    "MK": "macedonia; macedoine; mazedonien",
    "MM": "birmanie; burma; birma",
    "NL": "holland; hollande; nederland; netherlands; pays bas",
    "PS": "palestine; palastina; palestina; palestinian; palestinien; فلسطين",
    "RU": "russian federation",
    "XS": "scotland; ecosse; schottland; escocia; scottish; ecossais; schottisch",
    "XW": "wales; pays de galles; welsh; cymru",
    "XN": "northern ireland; irlande du nord; nordirland",
    "150": "european; europeen; europeenne; europaisch; europeo; europea; europees",
    "002": "african; africain; africaine; afrikanisch; africano; africana",
    "142": "asian; asiatique; asiatisch; asiatico; asiatica",
}
"""Ways of saying a country that CLDR does not list, and nations that have sections of their own."""

_PEOPLES = {
    "AF": "afghan afghanisch afgano afgana",
    "AL": "albanian albanais albanaise albanisch albanese",
    "AM": "armenian armenien armenienne armenisch armeno",
    "AR": "argentinian argentine argentinisch argentino argentina",
    "AT": "austrian autrichien autrichienne osterreichisch austriaco austriaca",
    "AU": "australian australien australienne australisch australiano australiana",
    "BE": "belgian belge belgisch belga",
    "BG": "bulgarian bulgare bulgarisch bulgaro bulgara",
    "BR": "brazilian bresilien bresilienne brasilianisch brasileiro brasileira brasiliano",
    "CA": "canadian canadien canadienne kanadisch canadiense canadese",
    "CH": "swiss suisse schweizerisch schweizer suizo suiza svizzero svizzera zwitsers",
    "CY": "cypriot chypriote zypriotisch cipriota",
    "CZ": "czech tcheque tschechisch checo checa ceco ceca cesky",
    "DE": "german allemand allemande deutsch tedesco tedesca aleman alemana duits",
    "DK": "danish danois danoise danisch danese dansk",
    "DZ": "algerian algerien algerienne algerisch algerino algerina",
    "EE": "estonian estonien estonienne estnisch estone eesti",
    "EG": "egyptian egyptien egyptienne agyptisch egiziano egiziana",
    "ES": "spanish espagnol espagnole spanisch espanol espanola spagnolo spagnola",
    "FI": "finnish finlandais finlandaise finnisch finlandese suomen",
    "FR": "french francais francaise franzosisch frances francesa francese frans",
    "GB": "british britannique britisch britanico britanica britannico english anglais englisch",
    "GE": "georgian georgien georgienne georgisch georgiano",
    "GR": "greek grec grecque griechisch griego griega greco greca hellenic hellenique grieks",
    "HR": "croatian croate kroatisch croata hrvatski hrvatska",
    "HU": "hungarian hongrois hongroise ungarisch ungherese hungaro magyar",
    "IE": "irish irlandais irlandaise irisch irlandes irlandese",
    "IL": "israeli israelien israelienne israelisch israeliano israeliana",
    "IN": "indian indien indienne indisch indiano indiana",
    "IQ": "iraqi irakien irakienne irakisch iracheno irachena",
    "IR": "iranian iranien iranienne iranisch iraniano iraniana",
    "IT": "italian italien italienne italienisch italiano italiana italiens",
    "JO": "jordanian jordanien jordanienne jordanisch",
    "JP": "japanese japonais japonaise japanisch giapponese",
    "LB": "lebanese libanais libanaise libanesisch libanese libanes",
    "LT": "lithuanian lituanien lituanienne litauisch lituano lietuvos",
    "LV": "latvian letton lettone lettisch latvijas",
    "LY": "libyan libyen libyenne libysch libico libica",
    "MA": "moroccan marocain marocaine marokkanisch marroqui marocchino marocchina",
    "MT": "maltese maltais maltaise maltesisch",
    "NL": "dutch neerlandais neerlandaise niederlandisch holandes olandese nederlands",
    "NO": "norwegian norvegien norvegienne norwegisch norvegese norsk",
    "PL": "polish polonais polonaise polnisch polaco polacca polacco polski polska polskie",
    "PT": "portuguese portugais portugaise portugiesisch portugues portuguesa portoghese",
    "RO": "romanian roumain roumaine rumanisch rumano rumeno",
    "RS": "serbian serbe serbisch serbo serba",
    "RU": "russian russe russisch ruso rusa russo russa",
    "SE": "swedish suedois suedoise schwedisch sueco svedese svensk svenska",
    "SI": "slovenian slovene slovenisch slowenisch sloveno",
    "SK": "slovak slovaque slowakisch slovacco eslovaco",
    "SY": "syrian syrien syrienne syrisch sirio siria siriano siriana",
    "TN": "tunisian tunisien tunisienne tunesisch tunecino tunisino tunisina",
    "TR": "turkish turc turque turkisch turco turca turks",
    "UA": "ukrainian ukrainien ukrainienne ukrainisch ucraino ucraina",
    "US": "american americain americaine amerikanisch americano americana",
}
_ENDINGS = ("", "s", "e", "er", "en", "es", "em", "i", "x")


@cache
def _known() -> dict[tuple[str, ...], str]:
    """Return the code of every place by the folded words of its names."""
    found: dict[tuple[str, ...], str] = {}
    for language in _SPOKEN:
        for code, name in Locale.parse(language).territories.items():
            if str(code) in CODES | _REGIONS and len(name) >= _SHORTEST:
                found.setdefault(words(name), str(code))
    for code, names in _ALSO.items():
        found |= {tuple(name.split()): code for name in names.split("; ")}
    for code, peoples in _PEOPLES.items():
        for people in peoples.split():
            found |= {(people + ending,): code for ending in _ENDINGS}
    return found


def read_places(text: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield every word with "", or the code of the country or region that some words name."""
    known, at = _known(), 0
    while at < len(text):
        for length in range(min(_LONGEST, len(text) - at), 0, -1):
            code = known.get(tuple(text[at : at + length]))
            if code:
                yield " ".join(text[at : at + length]), code
                at += length
                break
        else:
            yield text[at], ""
            at += 1
