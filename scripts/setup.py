"""Set-up: a virtual environment with the pinned packages, and what the tests need of Debian's.

`setup.py run` prepares what the service needs, `setup.py test` what its tests and checks need too.
Knows the standard library alone, because it runs before anything is installed. What is done
already is skipped, so that a second run takes no time.
"""

import ctypes
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import List

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
MADE_AT = VENV / "signon-made-at"
OLDEST = (3, 11)
QUICK_BROWSER = "chromium-headless-shell"
APT = ("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")
INSTALL = ("install", "--yes", "--no-install-recommends")
FONT = Path("/usr/share/fonts/truetype/noto/NotoNaskhArabic-Regular.ttf")
OF_PDF = {
    "libpango-1.0-0": "libpango-1.0.so.0",
    "libpangoft2-1.0-0": "libpangoft2-1.0.so.0",
    "libharfbuzz-subset0": "libharfbuzz-subset.so.0",
}
"""What sets PDF documents, and the library by which it is known; all else works without."""


def main(purpose: str) -> None:
    """Prepare for "run" or for "test"."""
    require_python()
    make_environment()
    install_packages("requirements.txt")
    compile_words()
    install_libraries_of_pdf()
    if purpose == "test":
        install_packages("requirements-test.txt")
        install_programs()


def require_python() -> None:
    """Go on with a Python that is new enough, when there is one on this machine."""
    if sys.version_info >= OLDEST:
        return
    for minor in (11, 12, 13, 14):
        newer = shutil.which(f"python3.{minor}")
        if newer and subprocess.run([newer, "--version"], capture_output=True).returncode == 0:
            os.execv(newer, [newer, *sys.argv])
    sys.exit("Signon needs Python 3.11 or newer; say where it is: make … PYTHON=/path/to/python3")


def make_environment() -> None:
    """Make the virtual environment, anew when it was moved here or was left half-made."""
    if MADE_AT.exists() and MADE_AT.read_text() == str(VENV) and works(VENV_PYTHON):
        return
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        install_from_debian(["python3-venv"])
    say("Making a virtual environment in .venv …")
    do([sys.executable, "-m", "venv", "--clear", str(VENV)])
    MADE_AT.write_text(str(VENV))


def works(program: Path) -> bool:
    """Tell whether a Python can be started: it goes when the one it was made from goes."""
    return program.exists() and subprocess.run([program, "-c", ""]).returncode == 0


def install_packages(lock: str) -> None:
    """Install what a lock file pins, unless that very file was installed already."""
    stamp = VENV / f"signon-{lock}.sha256"
    digest = hashlib.sha256((ROOT / lock).read_bytes()).hexdigest()
    if stamp.exists() and stamp.read_text() == digest:
        return
    say(f"Installing the packages of {lock} …")
    pip = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    do([*pip, "--require-hashes", "--requirement", str(ROOT / lock)])
    stamp.write_text(digest)


def compile_words() -> None:
    """Make the translations readable for the service, where one has changed."""
    folder = ROOT / "signon" / "translations"
    for written in folder.glob("*/LC_MESSAGES/messages.po"):
        compiled = written.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < written.stat().st_mtime:
            pybabel = [str(VENV / "bin" / "pybabel"), "--quiet", "compile"]
            do([*pybabel, "--input-file", str(written), "--output-file", str(compiled)])


def install_libraries_of_pdf() -> None:
    """Install what sets PDF documents, or say once what is missing: the service runs without."""
    told = VENV / "signon-pdf-told"
    missing = [package for package, library in OF_PDF.items() if not loads(library)]
    missing += [] if FONT.exists() else ["fonts-noto-core"]
    if not missing or told.exists():
        return
    if may_install():
        install_from_debian(missing)
        return
    say(f"No PDF without these Debian packages: {' '.join(missing)}. All else works.")
    told.touch()


def loads(library: str) -> bool:
    """Tell whether a shared library can be loaded."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def install_programs() -> None:
    """Install the programs and fonts that the tests use, where they are missing."""
    install_quick_browser()
    postgres = list(Path("/usr/lib/postgresql").glob("*/bin/initdb")) or shutil.which("initdb")
    present = {
        "chromium": shutil.which(QUICK_BROWSER) or shutil.which("chromium"),
        "postgresql": postgres,
        "redis-server": shutil.which("redis-server"),
        "fonts-noto-core": FONT.exists(),
        "poppler-utils": shutil.which("pdftotext"),
    }
    if missing := [package for package, found in present.items() if not found]:
        install_from_debian(missing)


def install_quick_browser() -> None:
    """Try once to get the Chromium that draws no window: the tests in it cost less than half.

    Where it cannot be had, or there are no rights to install it, they take the whole Chromium.
    """
    tried = VENV / f"signon-{QUICK_BROWSER}-tried"
    if shutil.which(QUICK_BROWSER) or tried.exists() or not may_install():
        return
    say(f"Looking for {QUICK_BROWSER}, which makes the tests in the browser quicker …")
    tried.touch()
    for words in (["update"], [*INSTALL, QUICK_BROWSER]):
        if subprocess.run([*APT, *words], stdin=subprocess.DEVNULL, capture_output=True).returncode:
            return


def install_from_debian(packages: List[str]) -> None:
    """Install Debian packages as root; end with one line that names them when that cannot be."""
    names = " ".join(packages)
    if not may_install():
        sys.exit(f"Missing on this machine: {names}. Install as root: apt-get install {names}")
    say(f"Installing from Debian: {names} …")
    do([*APT, "update"])
    do([*APT, *INSTALL, *packages])


def may_install() -> bool:
    """Tell whether Debian's packages can be installed by us."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def do(command: List[str]) -> None:
    """Run a command; show what it said and end when it fails."""
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        sys.stdout.buffer.write(done.stdout)
        sys.exit(f"Set-up failed (exit {done.returncode}): {' '.join(command)}")


def say(line: str) -> None:
    """Tell what takes a while."""
    print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
