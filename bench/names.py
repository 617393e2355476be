"""Organisations that do not exist, named as in forty countries: as many as are asked for.

The name of number n is always the same, and no two of one country are alike.
"""

from dataclasses import dataclass
from functools import cache

from signon.organisations.kinds import KINDS

LANGUAGES = {
    "fr": (
        "Association|Collectif|Réseau|Maison|Cercle|Comité|Union|L’Atelier|Les Amis|Fédération",
        "pour l’accueil|des droits égaux|d’entraide|des voisins|du logement|de la santé|d’été"
        "|pour l’école|des familles|de la mer|du travail digne|sans frontières|d’asile|des quais",
        "de Liège|de Namur|d’Évreux|de Sète|du Hêtre|de l’Île|du Vieux-Port|de Besançon|d’Arlon"
        "|des Trois-Ponts|de Saint-Élie|du Marché|de la Gare|du Canal|de Mâcon|des Coteaux",
    ),
    "en": (
        "The Alliance|Centre|Coalition|Council|Forum|Friends|House|League|Network|The Society",
        "for Open Doors|for Fair Work|of Neighbours|for Safe Passage|of Carers|for Housing"
        "|of Teachers|for Health|of Seafarers|for Legal Aid|of Volunteers|for Family Life",
        "Harbour|Northside|Old Mill|Riverside|St Brigid’s|Kilmore|West Quay|Oakfield|Dunmore"
        "|Greenhill|The Docks|Ashbury|Coldwater|Marlow|Highgate|Stony Bridge|Ballyfoyle",
    ),
    "de": (
        "Verein|Initiative|Bündnis|Werkstatt|Flüchtlingsrat|Netzwerk|Freundeskreis|Verband",
        "für Asyl|für gute Arbeit|der Nachbarn|für Gesundheit|für Bildung|gegen Kälte|am Hafen"
        "|für Familien|für Wohnraum|für Menschenrechte|im Süden|der Übersetzer|für Rechtshilfe",
        "Köln|Lübeck|Göttingen|Sankt Pölten|Zürich|Graz|Würzburg|Chemnitz|Görlitz|Münster"
        "|Straubing|Wels|Aarau|Bergstraße|Neukölln|Fürth|Öhringen|Altona|Bregenz|Tübingen",
    ),
    "es": (
        "Asociación|Asamblea|Coordinadora|Fundación|Plataforma|Red|Unión|Casa|La Mesa",
        "de acogida|por la vivienda|de vecinas|de cuidados|por la salud|de trabajadores"
        "|de mujeres|por el asilo|de abogacía|del mar|de la escuela|de los barrios|sin muros",
        "de Cádiz|de Lugo|de León|del Ñandú|de Málaga|de Almería|de A Coruña|de Ávila|del Río"
        "|de Vigo|de Melilla|del Pinar|de Jaén|de Xàtiva|de Huelva|de la Peña|de Úbeda",
    ),
    "it": (
        "Associazione|Rete|Comitato|Fondazione|Casa|Circolo|Gli Amici|Centro|L’Officina",
        "per l’accoglienza|dei vicini|per la salute|del lavoro|per l’asilo|delle donne|del mare"
        "|per la scuola|dei diritti|senza confini|delle famiglie|per la pace|dei traduttori",
        "di Forlì|di Lecce|di Trieste|di Sant’Elpidio|di Nuoro|di Cefalù|di Bari|di Como"
        "|dell’Isola|del Porto|di Cantù|di Udine|di Prato|della Valle|di Pesaro|di Asti",
    ),
    "pl": (
        "Fundacja|Stowarzyszenie|Sieć|Dom|Koalicja|Komitet|Forum|Wspólnota|Ośrodek",
        "na rzecz azylu|sąsiadów|pomocy prawnej|godnej pracy|dla zdrowia|rodzin|nauczycieli"
        "|otwartych drzwi|na granicy|praw człowieka|kobiet|dla szkoły|bez granic|mieszkań",
        "w Łodzi|w Gdańsku|w Białymstoku|w Rzeszowie|w Przemyślu|na Śląsku|w Toruniu|w Kielcach"
        "|w Poznaniu|w Żywcu|w Sopocie|w Ełku|w Chełmie|nad Wisłą|w Zgierzu|w Ćmielowie",
    ),
    "el": (
        "Ένωση|Δίκτυο|Σύλλογος|Η Πρωτοβουλία|Κέντρο|Επιτροπή|Οι Φίλοι|Συντονισμός",
        "για το άσυλο|γειτόνων|για την υγεία|εργασίας|αλληλεγγύης|των γυναικών|του λιμανιού"
        "|δικαιωμάτων|για τη στέγη|των δασκάλων|χωρίς σύνορα|νομικής βοήθειας|των νησιών",
        "Λέσβου|Χίου|Σάμου|Πειραιά|Θεσσαλονίκης|Πάτρας|Κοζάνης|Έδεσσας|Ιωαννίνων|Κω|Ρόδου"
        "|Λάρισας|Βόλου|Χανίων|Άργους|Καβάλας|Δράμας|Πύργου|Λαμίας|Κέρκυρας",
    ),
    "uk": (
        "Спілка|Мережа|Фонд|Об’єднання|Дім|Рада|Центр|Ініціатива|Товариство",
        "сусідів|допомоги|за гідну працю|здоров’я|родин|вчителів|правового захисту|без кордонів"
        "|жінок|притулку|відкритих дверей|волонтерів|за житло|перекладачів|молоді",
        "Львова|Одеси|Харкова|Чернігова|Полтави|Києва|Ужгорода|Сум|Дніпра|Луцька|Тернополя"
        "|Херсона|Вінниці|Рівного|Чернівців|Ізмаїла|Умані|Ковеля|Ніжина",
    ),
    "ar": (
        "جمعية|شبكة|مركز|اتحاد|مبادرة|بيت|مؤسسة|ملتقى|رابطة|الهيئة",
        "حقوق اللاجئين|الجيران|العمل اللائق|الصحة للجميع|المساعدة القانونية|الأسرة|المعلمين"
        "|النساء|الأبواب المفتوحة|السكن الكريم|المتطوعين|بلا حدود|البحر|المترجمين|الشباب",
        "في تونس|في الرباط|في بيروت|في عمّان|في الإسكندرية|في طرابلس|في وهران|في صفاقس"
        "|في طنجة|في حلب|في غزة|في صيدا|في إربد|في سوسة|في فاس|في القاهرة|في قسنطينة",
    ),
    "ka": (
        "კავშირი|ქსელი|ფონდი|ცენტრი|სახლი|ასოციაცია|საბჭო",
        "მეზობლების|ჯანმრთელობის|ღირსეული შრომის|ოჯახების|ქალთა|თავშესაფრის|მასწავლებელთა"
        "|უფლებების|მოხალისეთა|საზღვრებს გარეშე|ღია კარის|განათლების",
        "თბილისში|ბათუმში|ქუთაისში|გორში|თელავში|ფოთში|ზუგდიდში|რუსთავში|მცხეთაში|ახალციხეში",
    ),
}
"""Each language: how a name begins, what it stands for, and where it is at home."""

COUNTRIES = {
    "fr": "BE FR LU CH SN CI CM",
    "en": "GB IE MT US KE GH NG",
    "de": "DE AT LI",
    "es": "ES MX CO AR CL",
    "it": "IT SM",
    "pl": "PL",
    "el": "GR CY",
    "uk": "UA MD",
    "ar": "TN MA LB JO EG DZ LY PS SY IQ",
    "ka": "GE",
}
_PLACES = tuple((code, tongue) for tongue, codes in COUNTRIES.items() for code in codes.split())
_KINDS = tuple(KINDS)
_STEP = 7919
"""A prime that no number of names has as a factor: neighbours in number are none in name."""

REMARK = "We meet people at the station every week, and none of them had anywhere else to go."


@dataclass(frozen=True)
class Invented:
    """One organisation, as somebody typed it into the form."""

    name: str
    acronym: str
    country: str
    kind: str
    website: str
    statement: str
    language: str


def organisation(number: int) -> Invented:
    """Return the organisation with that number."""
    country, tongue = _PLACES[number % len(_PLACES)]
    said = _name(tongue, number // len(_PLACES))
    return Invented(
        name=said,
        acronym=_acronym(said) if number % 5 < 2 else "",
        country=country,
        kind=_KINDS[number % len(_KINDS)],
        website=f"https://www.ngo-{number}.example.org/" if number % 5 < 3 else "",
        statement=REMARK if number % 6 == 0 else "",
        language=tongue if tongue in ("fr", "es", "ar") else "en",
    )


def _name(tongue: str, number: int) -> str:
    beginnings, causes, homes = _parts(tongue)
    many = len(beginnings) * len(causes) * len(homes)
    round_, place = divmod(number, many)
    rest, beginning = divmod(place * _STEP % many, len(beginnings))
    home, cause = divmod(rest, len(causes))
    name = f"{beginnings[beginning]} {causes[cause]} {homes[home]}"
    return f"{name} {round_ + 1}" if round_ else name


@cache
def _parts(tongue: str) -> tuple[list[str], list[str], list[str]]:
    beginnings, causes, homes = LANGUAGES[tongue]
    return beginnings.split("|"), causes.split("|"), homes.split("|")


def _acronym(name: str) -> str:
    return "".join(word[0].upper() for word in name.split())
