"""Files that capabilities keep go with a backup, and a log that was set back says so."""

import shutil
from pathlib import Path

from signon.log import keys, noted
from tests.backup import scene
from tests.backup.places import Place
from tests.log.scene import a_minute_later, advance


def signed_and_logged(place: Place, name: str) -> None:
    with place.app():
        scene.sign(name)
        advance()


def test_a_restore_brings_the_key_and_leaves_it_to_a_person_to_go_on(
    place: Place, tmp_path: Path
) -> None:
    signed_and_logged(place, "Hearth")
    key = (place.folder / keys.NAME).read_bytes()
    file = str(scene.backed_up(place, tmp_path / "backup"))

    elsewhere(place, file, key, tmp_path)

    with a_minute_later():
        signed_and_logged(place, "Harbour")
    place.must("backup", "restore", file)
    assert (place.folder / keys.NAME).read_bytes() == key
    done, *told = place.flasks(("log", "verify"), ("log", "accept-restore"), ("log", "verify"))
    assert done.returncode == 1
    assert "The log had come to 4 leaves and now has 2" in done.stderr
    assert [one.returncode for one in told] == [0, 0]
    assert "whole" in told[-1].stdout


def elsewhere(place: Place, file: str, key: bytes, aside: Path) -> None:
    """See what another machine has of the log after a restore: the key, and no checkpoint."""
    for name in (keys.NAME, noted.NAME):
        shutil.move(place.folder / name, aside / name)

    place.must("backup", "restore", file)

    restored = place.folder / keys.NAME
    assert restored.read_bytes() == key
    assert restored.stat().st_mode & 0o777 == 0o600
    assert not (place.folder / noted.NAME).exists()
    assert "nobody knows what was signed last" in place.flask("log", "verify").stderr
    shutil.move(aside / noted.NAME, place.folder / noted.NAME)
