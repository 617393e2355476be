"""Little words that names are made of, folded, in the languages of those who sign most."""

import re
from functools import lru_cache

from signon.kernel.text.fold import without_arabic_article

_SPELT_OUT = re.compile(r"([aou])e")
_DOUBLED = re.compile(r"([^\W\d])\1+")


@lru_cache(maxsize=20_000)
def loose(word: str) -> str:
    """Return a folded word without what people double, spell out ("ue" for "ü") or prefix."""
    if word.isascii():
        return _DOUBLED.sub(r"\1", _SPELT_OUT.sub(r"\1", word))
    return _DOUBLED.sub(r"\1", without_arabic_article(word))


def _words(text: str) -> frozenset[str]:
    """Return words as they are and loosened: names are looked at in both ways."""
    return frozenset({written for word in text.split() for written in (word, loose(word))})


ARTICLES = _words("the le la les el los las der die das il lo gli het de l ο η το οι τα")
ELISIONS = _words("l d s n qu dell sull all nell dall un degl")
CONJUNCTIONS = _words("& and et und y e i og och και и")

STOP_WORDS = (
    ARTICLES
    | CONJUNCTIONS
    | ELISIONS
    | _words(
        """
    of for to in on at by with from a an
    du des en au aux pour par sur dans avec un une
    del da do das dos em no na nas nos para por pela pelo con as os
    fur von vom zu zum zur im den dem des mit bei beim am auf
    di dei degli della delle dello nel nella nei per tra fra con su al alla
    van voor te tegen met aan op uit
    w z na dla do se v ve pro
    av for i pa med
    των του της για στην στο με
    в на по для с о при
    في من على
    """
    )
    - {"tegen", "pro"}
)

LEFT_OUT_OF_ACRONYMS = STOP_WORDS | _words(
    """
    entre between among against contre contra gegen tegen without sans ohne pro anti
    """
)
"""Words that give an acronym a letter or none: MRAP, CCFD."""

GENERIC = _words(
    """
    association associations associazione asociacion associacao associacio asociatia asociace asoc
    asso organisation organization organizacion organizazione organizacao organizacja organisatie
    verein vereinigung vereniging forening foundation fondation fundacion fondazione fundacao
    fundacja stiftung stichting fundatia nadace ngo ong ongd ngos mko network reseau netzwerk red
    rete rede netwerk siec charity trust collectif coletivo colectivo collettivo kollektiv dernegi
    dernek vakfi mtu sdruzeni spolek onlus asbl vzw официальный фонд организация ассоциация
    объединение сеть οργανωση συλλογοσ σωματειο δικτυο جمعيه منظمه موسسه شبكه رابطه עמותת עמותה
    """
)
"""Kinds of body that are said or left out: "Fundación Cepaim", "Cepaim"."""

CHAPTERS = _words(
    """
    section sektion sezione seccion seccao sectie chapter branch local group gruppe groupe grupo
    gruppo ortsgruppe ortsverein regionalgruppe kreisverband landesverband bezirksverband
    regionalverband bundesverband landesvereinigung diozesanverband bistumsstelle comite committee
    comitato komitee kreis region regional regionale delegation antenne filiale stadtgruppe
    department office buro bureau delegacion campus federation union district
    """
)
"""Words for a piece of a larger body; the piece may sign by itself."""

WINGS = _words(
    """
    youth young jugend junge jeunes jeunesse joven jovenes juventud giovani giovanile jovens
    jongeren women woman womens frauen femmes femme mujeres mujer donne donna mulheres
    vrouwen men manner
    students student studierende studenten etudiants estudiantes studenti juniors junior seniors
    senior senioren pensioners kinder children enfants ninos bambini lgbt queer
    """
)
"""Words for the wing of a body: its youth, its women."""

OPPOSED = (
    _words(
        """
    for against without with pro anti contra contre gegen ohne sans sin senza non no not sem zonder
    north south east west nord sud sur ost est ouest norte este oeste norden suden osten westen
    northern southern eastern western noord zuid oost
    immigration emigration immigrant emigrant migrant
    national rational regional local social vocal legal rural plural global
    """
    )
    | CHAPTERS
    | WINGS
)
"""Words that mean something else when they differ by a letter or two."""

NEGATIONS = (
    "un",
    "in",
    "il",
    "im",
    "ir",
    "non",
    "anti",
    "dis",
    "de",
    "inter",
    "intra",
    "trans",
)

ROMAN = frozenset(
    """
    ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii xix xx xxi xxii xxiii
    """.split()  # noqa: SIM905 - words, as one reads them
)

COMPOUNDED = (
    *("gemeinschaft", "verband", "bund", "rat", "werk", "hilfe", "dienst", "initiative"),
    *("netzwerk", "zentrum", "kreis", "verein", "gruppe", "wohlfahrt", "konferenz", "forum"),
)
"""Second halves of German words that often give an acronym a letter: DGB, AGDF."""
