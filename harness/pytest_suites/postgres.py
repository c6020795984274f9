import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

USER = "vitalfew"


@contextmanager
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL in a temporary folder on a free port of the loopback; it ends with the block.

    It refuses to run as root, so where we are root it runs as the user that Debian's package made.
    """
    tools = _tools()
    as_user = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    folder = tempfile.mkdtemp(prefix="vitalfew-pg-")
    if as_user:
        shutil.chown(folder, "postgres", "postgres")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    data = f"{folder}/data"
    quiet = {"cwd": folder, "stdout": subprocess.DEVNULL, "check": True}
    try:
        init = [*as_user, f"{tools}/initdb", "-D", data, "-U", USER, "-A", "trust", "--no-sync"]
        subprocess.run(init, **quiet)
        options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        start = [*as_user, f"{tools}/pg_ctl", "-D", data, "-o", options, "-l", f"{folder}/log", "-w", "start"]
        subprocess.run(start, **quiet)
        yield f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    finally:
        if Path(data, "postmaster.pid").exists():
            subprocess.run([*as_user, f"{tools}/pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)
        shutil.rmtree(folder, ignore_errors=True)


def _tools() -> str:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))
    tools = str(found[-1]) if found else os.path.dirname(shutil.which("pg_ctl") or "")
    if not tools:
        raise SystemExit("PostgreSQL is missing. Install it (Debian: apt-get install postgresql).")
    return tools
