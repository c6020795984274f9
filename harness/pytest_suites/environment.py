import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

VENVS = Path(__file__).resolve().parents[2] / ".venv"


def environment(name: str, install: list[str], read: Iterable[Path]) -> str:
    """The Python of a virtual environment with these arguments of pip installed; made anew once they, or the files
    that they read, have changed."""
    folder = VENVS / name
    python = str(folder / "bin/python")
    stamp = folder / "installed"
    wanted = "\n".join([*install, *(path.read_text() for path in read)])
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"-- Preparing Python for {name} (once)", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *install], check=True)
        stamp.write_text(wanted)
    return python
