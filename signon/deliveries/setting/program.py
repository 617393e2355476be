"""Reads a page of HTML and writes it as a tagged PDF: `python -m …program < page > document`.

Needs Pango, which WeasyPrint loads. Ends with `NO_PANGO` where that is missing, and with
`NO_ROOM` where the document takes more memory than it may.
"""

import logging
import resource
import sys
from pathlib import Path
from typing import Any

STATIC = Path(__file__).resolve().parents[3] / "static"
FONTS = STATIC / "fonts"
MEMORY = 2 * 1024**3
"""Bytes of address space, of which 10,000 names use a quarter as memory."""

NO_PANGO, NO_ROOM = 3, 4

SUBSETS = ("latin", "latin-ext", "greek", "cyrillic")
"""Each a family of its own: WeasyPrint takes one file for all letters of a family and a weight."""

OTHERS = (
    "Noto Naskh Arabic",
    "Noto Serif Hebrew",
    "Noto Serif Devanagari",
    "Noto Serif",
    "Noto Serif CJK SC",
)
"""Debian's, for other scripts. Arabic in Noto Naskh can be searched in a PDF, in others not."""


def main() -> int:
    """Set what is read; return the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    page = sys.stdin.buffer.read().decode()
    try:
        import weasyprint
    except OSError:
        return NO_PANGO
    try:
        sys.stdout.buffer.write(_set(weasyprint, page))
    except MemoryError:
        return NO_ROOM
    return 0


def _set(weasyprint: Any, page: str) -> bytes:
    from weasyprint.text.fonts import FontConfiguration

    from signon.deliveries.setting.spoken import let_text_be_taken_out

    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)  # a line for each missing glyph
    let_text_be_taken_out()
    fetcher, fonts = _only_fonts(), FontConfiguration()
    style = weasyprint.CSS(string=_faces(), font_config=fonts, url_fetcher=fetcher)
    document = weasyprint.HTML(string=page, url_fetcher=fetcher)
    done: bytes = document.write_pdf(
        stylesheets=[style], font_config=fonts, pdf_variant="pdf/ua-1", full_fonts=False
    )
    return done


def _only_fonts() -> Any:
    """Return what opens addresses for WeasyPrint: a font of the house, and nothing else."""
    from weasyprint.urls import URLFetcher

    known = {(FONTS / f"{name}.woff2").as_uri() for name in _files()}

    class OnlyFonts(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> Any:
            if url not in known:
                raise PermissionError("no address is opened for a document")
            return super().fetch(url, headers)

    return OnlyFonts(allowed_protocols=("file",), allow_redirects=False)


def _files() -> list[str]:
    italic = [f"source-serif-4-{subset}-italic" for subset in SUBSETS]
    return [*(f"source-serif-4-{subset}" for subset in SUBSETS), *italic]


def _faces() -> str:
    """Return the style that brings the fonts of the house, and lets them be used."""
    faces = [
        f"@font-face {{ font-family: 'Serif {subset}'; font-style: {style}; "
        f"font-weight: 200 900; src: url('{(FONTS / name).as_uri()}'); }}"
        for subset in SUBSETS
        for style, name in (
            ("normal", f"source-serif-4-{subset}.woff2"),
            ("italic", f"source-serif-4-{subset}-italic.woff2"),
        )
    ]
    families = (*(f"Serif {subset}" for subset in SUBSETS), *OTHERS)
    named = ", ".join(f"'{family}'" for family in families)
    return "\n".join([*faces, f":root {{ font-family: {named}, serif; }}"])


if __name__ == "__main__":
    sys.exit(main())
