"""What a Word file has that no paper takes is named when it is imported."""

from pathlib import Path

from flask import Flask

from tests.factories import a_campaign
from tests.markup.docx_files import a_docx, p


def test_the_command_shows_what_to_look_at(app: Flask, tmp_path: Path) -> None:
    a_campaign()
    file = tmp_path / "paper.docx"
    file.write_bytes(a_docx(p("A Call", "Title") + p("text") + '<w:altChunk r:id="web"/>'))
    options = ["--campaign", "open-doors", "--paper", "a-call", "--language", "en"]

    done = app.test_cli_runner().invoke(args=["papers", "import", str(file), *options])

    assert done.exit_code == 0
    assert "a-call: en, version 1." in done.output
    assert "w:altChunk" in done.stderr
