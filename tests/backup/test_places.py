"""Files that capabilities keep go with a backup, and a log that was set back says so."""

import shutil
from pathlib import Path

from signon.log import keys, noted
from tests.backup import scene
from tests.backup.places import Place
from tests.log.scene import a_minute_later, advance


def logged(place: Place) -> None:
    with place.app():
        advance()


def test_a_restore_here_keeps_the_key_and_waits_for_a_person(place: Place, tmp_path: Path) -> None:
    scene.signed(place, "Hearth")
    logged(place)
    key = (place.folder / keys.NAME).read_bytes()
    file = scene.backed_up(place, tmp_path / "backup")
    scene.signed(place, "Harbour")
    with a_minute_later():
        logged(place)

    place.must("backup", "restore", str(file))

    assert (place.folder / keys.NAME).read_bytes() == key
    done = place.flask("log", "verify")
    assert (done.returncode, "The log had come to 4 leaves and now has 2" in done.stderr) == (
        1,
        True,
    )
    place.must("log", "accept-restore")
    assert "whole" in place.must("log", "verify")


def test_a_backup_brings_the_key_to_another_machine(place: Place, tmp_path: Path) -> None:
    scene.signed(place, "Hearth")
    logged(place)
    key = (place.folder / keys.NAME).read_bytes()
    file = scene.backed_up(place, tmp_path / "backup")
    for name in (keys.NAME, noted.NAME):
        shutil.move(place.folder / name, tmp_path / name)

    place.must("backup", "restore", str(file))

    restored = place.folder / keys.NAME
    assert restored.read_bytes() == key
    assert restored.stat().st_mode & 0o777 == 0o600
    assert not (place.folder / noted.NAME).exists()
    assert "nobody knows what was signed last" in place.flask("log", "verify").stderr
