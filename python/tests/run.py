"""Runs the agent's tests: lint and types, then Django 4.2 and 5.2, each on SQLite and on a PostgreSQL of its own."""

import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "harness"))

from pytest_suites import Tally, environment, postgres

PACKAGE = Path(__file__).resolve().parent.parent
VERSIONS = ("4.2", "5.2")
TOOLS = [
    *("pytest>=8,<10", "ruff>=0.9,<1", "mypy>=1.15,<2", "psycopg[binary]>=3.1.8,<4"),
    *("opentelemetry-proto>=1.30,<2", "opentelemetry-sdk>=1.30,<2"),
    *("celery>=5.4,<6", "jinja2>=3.1,<4", "httpx>=0.27,<1", "aiohttp>=3.10,<4", "requests>=2.32,<3"),
]


def main() -> int:
    tally = Tally()
    with postgres() as address:
        for version in VERSIONS:
            install = [f"Django=={version}.*", *TOOLS, "-e", str(PACKAGE)]
            python = environment(f"agent-{version}", install, [PACKAGE / "pyproject.toml"])
            if version == VERSIONS[-1]:
                for check in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]):
                    tally.check([python, "-m", *check], PACKAGE)
            for name, env in (("sqlite", {}), ("postgresql", {"TEST_POSTGRES_PORT": str(urlsplit(address).port)})):
                print(f"-- Django {version}, {name}", flush=True)
                with tempfile.TemporaryDirectory() as scratch:
                    tally.pytest(python, PACKAGE, {"TEST_SQLITE": f"{scratch}/test.sqlite3", **env})
    return tally.close()


if __name__ == "__main__":
    sys.exit(main())
