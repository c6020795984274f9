"""Runs the agent's tests: lint and types, then Django 4.2 and 5.2, each on SQLite and on a PostgreSQL of its own."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent
VENVS = PACKAGE.parent / ".venv"
TOOLS = [
    *("pytest>=8,<10", "ruff>=0.9,<1", "mypy>=1.15,<2", "psycopg[binary]>=3.1.8,<4"),
    *("opentelemetry-proto>=1.30,<2", "opentelemetry-sdk>=1.30,<2"),
    *("celery>=5.4,<6", "jinja2>=3.1,<4", "httpx>=0.27,<1", "aiohttp>=3.10,<4", "requests>=2.32,<3"),
]


def main() -> int:
    passed = failed = 0
    with postgres() as port:
        for version in ("4.2", "5.2"):
            python = venv(version)
            if version == "5.2":
                for check in (["ruff", "check"], ["ruff", "format", "--check"], ["mypy"]):
                    bad = subprocess.run([python, "-m", *check], cwd=PACKAGE).returncode != 0
                    passed, failed = passed + (not bad), failed + bad
            for database in ("sqlite", "postgresql"):
                print(f"-- Django {version}, {database}", flush=True)
                counts = tests(python, port if database == "postgresql" else None)
                passed, failed = passed + counts[0], failed + counts[1]
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


def tests(python: str, port: int | None) -> tuple[int, int]:
    with tempfile.TemporaryDirectory() as scratch:
        env = {**os.environ, "TEST_SQLITE": f"{scratch}/test.sqlite3"}
        if port is not None:
            env["TEST_POSTGRES_PORT"] = str(port)
        command = [python, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(HERE)]
        done = subprocess.run(command, env=env, cwd=PACKAGE, stdout=subprocess.PIPE, text=True)
    print(done.stdout, flush=True)
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else ""
    counts = {word: int(number) for number, word in re.findall(r"(\d+) (passed|failed|error)", last)}
    bad = counts.get("failed", 0) + counts.get("error", 0)
    return counts.get("passed", 0), bad or int(done.returncode != 0)


def venv(version: str) -> str:
    folder = VENVS / f"agent-{version}"
    python = str(folder / "bin/python")
    stamp = folder / "installed"
    wanted = " ".join([version, *TOOLS, (PACKAGE / "pyproject.toml").read_text()])
    if not stamp.exists() or stamp.read_text() != wanted:
        print(f"-- Preparing Django {version}", flush=True)
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        install = [python, "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*install, f"Django=={version}.*", *TOOLS, "-e", str(PACKAGE)], check=True)
        stamp.write_text(wanted)
    return python


@contextmanager
def postgres():
    """A PostgreSQL in a temporary folder on a free port of the loopback; it refuses to run as root, so it runs as
    the user that Debian's package made where we are root."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    tools = str(found[-1]) if found else os.path.dirname(shutil.which("pg_ctl") or "")
    if not tools:
        raise SystemExit("PostgreSQL is missing. Install it (Debian: apt-get install postgresql).")
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    folder = tempfile.mkdtemp(prefix="vitalfew-pg-")
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    data = f"{folder}/data"
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "check": True}
    try:
        init = [*as_user, f"{tools}/initdb", "-D", data, "-U", "vitalfew", "-A", "trust", "--no-sync"]
        subprocess.run(init, **quiet)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        start = [*as_user, f"{tools}/pg_ctl", "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start"]
        subprocess.run(start, **quiet)
        yield port
    finally:
        if Path(data, "postmaster.pid").exists():
            subprocess.run([*as_user, f"{tools}/pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
