"""A list with names in the scripts that documents must bear, and what programs read of a file."""

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path

from signon.deliveries.documents import making
from signon.deliveries.documents.order import Order
from signon.papers.queries import PublicPaper
from tests.factories import a_paper
from tests.signatories.many import put

NAMES = {
    "en": ("Coalition for Open Harbours", "Office for Ruffled Daffodils", "St Brigid’s Group"),
    "fr": ("L’Étoile du Sud – Fédération", "Réseau Œuvre d’accueil", "Ça suffit !"),
    "pl": ("Fundacja „Świętokrzyska Żółć”", "Stowarzyszenie Łódź bez Granic"),
    "el": ("Δίκτυο Αλληλεγγύης Ρόδου", "Ελληνικό Συμβούλιο για τους Πρόσφυγες"),
    "ru": ("Гражданское содействие", "Комитет „Ёлка и Щука”"),
    "ar": ("الشبكة العربية للإغاثة", "لجنة الأطباء", "منظمة الأمل للاجئين"),
    "he": ("האגודה לזכויות האזרח", "המוקד לפליטים ולמהגרים"),
    "hi": ("क्षेत्रीय विकास परिषद्", "दिल्ली स्त्री शक्ति संगठन", "शरणार्थी सहायता समिति"),
}
PDFTOTEXT = shutil.which("pdftotext") or "pdftotext"
ALL = [name for names in NAMES.values() for name in names]
_MARKS = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\x0c]")


def signed_in_every_script() -> PublicPaper:
    """Return a paper under which stand all of `ALL`."""
    paper = a_paper()
    put(paper, *ALL)
    return paper


def made(paper: PublicPaper, form: str, **wanted: object) -> bytes:
    """Return a document of a paper."""
    file = BytesIO()
    making.make(paper, Order(form, **wanted), file)
    return file.getvalue()


def taken_out(pdf: bytes, folder: Path) -> str:
    """Return what `pdftotext` reads in a PDF in its usual mode, without marks of direction."""
    (folder / "document.pdf").write_bytes(pdf)
    done = subprocess.run(
        [PDFTOTEXT, "document.pdf", "-"], cwd=folder, capture_output=True, check=True
    )
    return in_one_line(done.stdout.decode())


def in_one_line(text: str) -> str:
    """Return words without marks of direction and with one blank between two of them."""
    return " ".join(_MARKS.sub("", text).split())


def stand_in_order(names: list[str], text: str) -> bool:
    """Tell whether a text has all of these names, one behind the other."""
    places = [text.find(name) for name in names]
    return -1 not in places and places == sorted(places)
