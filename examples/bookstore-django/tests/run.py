"""Runs the bookstore's tests: lint, then all of them on SQLite and on a PostgreSQL of their own."""

import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "harness"))

from pytest_suites import Tally, environment, postgres

SHOP = Path(__file__).resolve().parent.parent
REQUIREMENTS = [SHOP / f"requirements{which}.txt" for which in ("", "-test", "-postgres")]


def main() -> int:
    install = [f"-r{path}" for path in REQUIREMENTS]
    python = environment("bookstore-tests", install, REQUIREMENTS)
    tally = Tally()
    sources = [".", "../../harness/pytest_suites"]
    for lint in (["check"], ["format", "--check"]):
        tally.check([python, "-m", "ruff", *lint, "--config", "pyproject.toml", *sources], SHOP)
    with postgres() as address, tempfile.TemporaryDirectory() as scratch:
        for database in (f"sqlite:///{scratch}/bookstore.sqlite3", address):
            print(f"-- {database.partition(':')[0]}", flush=True)
            env = {"BOOKSTORE_DATABASE_URL": database, "BOOKSTORE_DATA": scratch, "BOOKSTORE_AGENT": "0"}
            tally.pytest(python, SHOP, env)
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
