"""Lets a program that takes text out of a PDF find words of scripts that reorder their letters.

In the scripts of India a vowel may be drawn before the consonant that it follows, and one glyph
may stand for several letters. A PDF maps each glyph to letters once and for all, so such words
came out wrong (Kozea/WeasyPrint#2841 tells of the same in Arabic). What is drawn is therefore
marked with the text that it stands for (`ActualText`, ISO 32000-1, section 14.9.4).
"""

import re
from typing import Any

_REORDERED = re.compile("[\u0900-\u0dff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]")
"""Devanagari to Sinhala, Thai, Lao, Myanmar, Khmer."""


def let_text_be_taken_out() -> None:
    """Let WeasyPrint say of each line in such a script what text it is."""
    import pydyf
    from weasyprint import draw

    draw_text: Any = draw.draw_text

    def spoken(stream: Any, textbox: Any, *rest: Any) -> None:
        if not _REORDERED.search(textbox.text):
            draw_text(stream, textbox, *rest)
            return
        said = pydyf.Dictionary({"ActualText": pydyf.String(textbox.text)})
        stream.begin_marked_content("Span", said)
        draw_text(stream, textbox, *rest)
        stream.end_marked_content()

    draw.draw_text = spoken
