"""Legal forms that are written beside a name and are no part of it: e.V., ASBL, ООО, 株式会社."""

import re

from signon.kernel.text.fold import fold

STOPS = "\x01"
"""Ends a word that was put together from letters with full stops between them: "e. V."."""

JOINT = "\x02"
"""Opens a word that a hyphen joins to the one before it: the CIO of "AFL-CIO" is no legal form."""

_MOST_WORDS = 7
_MOST_FORMS = 4

Words = list[str]


def _forms(table: str) -> dict[str, str]:
    """Return every way of writing, without gaps, with the form it stands for (first of a line)."""
    lines = [fold(line).replace(".", STOPS).split() for line in table.strip().splitlines()]
    return {written: line[0] for line in lines for written in line}


# Sources: the ISO 20275 list of entity legal forms, and the associations' laws of the countries.
# One line is one form. Words such as "Foundation", "Verein" or "جمعية" name a form too, yet they
# are spoken as part of the name, so they are not here.

_ANYWHERE = _forms(
    """
    ev. eingetragenerverein
    ggmbh gemgmbh gemeinnutzigegmbh gemeinnutzigegesellschaftmitbeschrankterhaftung
    gmbh gesmbh gesellschaftmitbeschrankterhaftung
    asbl asbl. associationsansbutlucratif
    aisbl aisbl. associationinternationalesansbutlucratif
    vzw vzw. verenigingzonderwinstoogmerk
    ivzw ivzw.
    onlus onlus. organizzazionenonlucrativadiutilitasociale
    loi1901 loide1901 associationloi1901 associationloide1901 associationdeloi1901 assoloi1901
    loi1908 associationloi1908
    501c3
    spzoo spzoo.
    ideellforening
    αμκε αμκε. αστικημηκερδοσκοπικηεταιρεια αστικημηκερδοσκοπικηεταιρια
    """
)
"""Forms that mean nothing else, so that they go wherever they stand."""

_AT_THE_END = _ANYWHERE | _forms(
    """
    ev. ev
    gug
    ughaftungsbeschrankt
    eg. eingetragenegenossenschaft
    mbh
    gmbh&cokg
    ltd ltd. limited coltd ptyltd privatelimited pvtltd
    inc inc. incorporated
    llc llc.
    llp llp.
    plc plc.
    cic cic. communityinterestcompany
    cio cio. scio charitableincorporatedorganisation
    clg companylimitedbyguarantee
    dac
    aps aps. associazionedipromozionesociale
    odv odv. organizzazionedivolontariato
    ets ets. enteterzosettore entedelterzosettore
    srl srl.
    sarl sarl.
    spa.
    scs. societacooperativasociale
    soccoop soccoop.
    sas sas.
    scic
    scop
    sl.
    slu.
    sa.
    ac.
    ipss
    lda lda.
    crl
    stichting
    bv bv.
    nv.
    zs zs. zapsanyspolek
    ops ops. obecneprospesnaspolecnost
    zu. zapsanyustav
    os.
    rs.
    oz. obcianskezdruzenie
    no. neziskovaorganizacia
    doo doo.
    kft kft. nonprofitkft
    zrt zrt.
    kht
    mtu mtu. mittetulundusuhing
    ou.
    sihtasutus
    vsi vsi.
    ry ry. rekisteroityyhdistys
    rf. registreradforening
    oy
    oyj
    ab.
    as.
    αε.
    επε επε.
    ικε ικε.
    κοινσεπ
    ооо ооо.
    ано ано.
    нко нко.
    оод
    еоод
    снц
    ער
    חלצ
    בעמ
    شمم.
    ذمم.
    """
)
"""Forms that are told from other words by standing at the end; a full stop here asks for stops."""

_AT_THE_START = _ANYWHERE | _forms(
    """
    stichting
    ооо ооо. обществосограниченнойответственностью
    тов
    ано ано. автономнаянекоммерческаяорганизация
    нко нко. некоммерческаяорганизация
    оо общественнаяорганизация
    роо региональнаяобщественнаяорганизация
    моо межрегиональнаяобщественнаяорганизация
    го громадськаорганізація
    бо благодійнаорганізація
    mtu mtu. mittetulundusuhing
    sihtasutus
    vsi
    ააიპ
    აიპ
    """
)

_BESIDE_HAN = _forms(
    """
    株式会社 (株) 株式會社
    有限会社 (有)
    合同会社
    npo法人 特定非営利活動法人 認定npo法人 認定特定非営利活動法人 (特非)
    一般社団法人 (一社)
    公益社団法人 (公社)
    一般財団法人 (一財)
    公益財団法人 (公財)
    社会福祉法人 (社福) (福)
    宗教法人
    有限公司 有限责任公司 有限責任公司
    股份有限公司
    財團法人 财团法人 財団法人
    社團法人 社团法人 社団法人
    사단법인 (사)
    재단법인 (재)
    주식회사 (주)
    """
)
"""Forms of scripts without spaces, or written without one: they touch the name at either end."""

_HAN = "|".join(sorted(map(re.escape, _BESIDE_HAN), key=len, reverse=True))
_AT_EITHER_END = re.compile(rf"^\W*(?P<first>{_HAN})|(?P<last>{_HAN})\W*$")


def without_touching(folded: str) -> tuple[str, frozenset[str]]:
    """Return a folded name without the forms that touch it, such as 株式会社, and these forms."""
    found: set[str] = set()
    for _ in range(2):
        match = _AT_EITHER_END.search(folded)
        if match is None:
            break
        found.add(_BESIDE_HAN[match["first"] or match["last"]])
        folded = f"{folded[: match.start()]} {folded[match.end() :]}".strip()
    return folded, frozenset(found)


def without_forms(segments: list[Words]) -> tuple[list[Words], frozenset[str]]:
    """Return the words of every segment without legal forms, and the forms that were there.

    A name that consists of legal forms alone keeps its words.
    """
    found: set[str] = set()
    left = [part for segment in segments for part in _parts(segment, found) if part]
    return (left, frozenset(found)) if left else (segments, frozenset())


def _parts(words: Words, found: set[str]) -> list[Words]:
    """Take forms out of one segment; what stands after a form is a segment of its own."""
    words = _cut_start(_cut_end(words, found), found)
    parts: list[Words] = [[]]
    at = 0
    while at < len(words):
        length = _length_of_form(words[at : at + _MOST_WORDS], _ANYWHERE, found)
        if length:
            parts.append([])
        else:
            parts[-1].append(words[at])
        at += length or 1
    return parts


def _cut_end(words: Words, found: set[str]) -> Words:
    for _ in range(_MOST_FORMS):
        lengths = range(min(_MOST_WORDS, len(words)), 0, -1)
        length = next((n for n in lengths if _form(words[-n:], _AT_THE_END)), 0)
        if not length:
            break
        found.update(_form(words[-length:], _AT_THE_END).split())
        words = words[:-length]
    return words


def _cut_start(words: Words, found: set[str]) -> Words:
    return words[_length_of_form(words, _AT_THE_START, found) :]


def _length_of_form(words: Words, forms: dict[str, str], found: set[str]) -> int:
    for length in range(min(_MOST_WORDS, len(words)), 0, -1):
        form = _form(words[:length], forms)
        if form:
            found.update(form.split())
            return length
    return 0


def _form(words: Words, forms: dict[str, str]) -> str:
    """Return the form that these words are, together, or nothing; two of "ODV-ETS"."""
    if len(words) == 2 and words[1].startswith(JOINT):
        both = [forms.get(word.strip(JOINT), "") for word in words]
        return " ".join(both) if all(both) else ""
    if words[0].startswith(JOINT):
        forms = _ANYWHERE
    joined = "".join(words).replace(STOPS, "").replace(JOINT, "")
    form = forms.get(joined, "")
    letters_apart = len(words) > 1 and all(len(word.strip(JOINT + STOPS)) == 1 for word in words)
    if not form and (letters_apart or any(word.endswith(STOPS) for word in words)):
        form = forms.get(joined + STOPS, "")
    return form
