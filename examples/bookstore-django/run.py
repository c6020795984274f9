#!/usr/bin/env python3
"""Runs the bookstore: prepares its database, then serves it together with the service it calls."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

from launch.children import Children
from launch.orphan_watch import end_with_input, end_with_parent
from launch.ready_file import wait_for_ready_file, write_ready_file

HERE = Path(__file__).resolve().parent


def main() -> int:
    options = _options()
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    end_with_parent()
    end_with_input()
    children = Children()
    try:
        return _run(options, children, stop)
    except RuntimeError as error:
        print(f"bookstore: {error}", file=sys.stderr)
        return 1
    finally:
        children.close()


def _run(options: argparse.Namespace, children: Children, stop: threading.Event) -> int:
    environment = _environment(options)
    with tempfile.TemporaryDirectory(prefix="bookstore-") as scratch:
        external_ready = os.path.join(scratch, "external.json")
        external = children.start(
            [sys.executable, "-m", "external", "--port", "0", "--ready-file", external_ready],
            cwd=HERE,
            env=environment,
        )
        _prepare(environment)
        external_url = wait_for_ready_file(external_ready, lambda: external.poll() is None, 20)["url"]
    if stop.is_set():
        return 0
    environment["BOOKSTORE_EXTERNAL_URL"] = external_url
    url, pid = _serve(options, children, environment)
    _wait_until_it_answers(url, children, stop)
    if stop.is_set():
        return 0
    ready = {"url": url, "pid": os.getpid(), "server_pid": pid, "external_url": external_url}
    if options.ready_file:
        write_ready_file(options.ready_file, ready)
    print(f"The bookstore is at {url}", flush=True)
    while not stop.wait(0.2):
        if children.ended() is not None:
            raise RuntimeError("one of its processes ended; its output above says why")
    return 0


def _serve(options: argparse.Namespace, children: Children, environment: dict[str, str]) -> tuple[str, int]:
    """Binds here and hands the socket on: a free port cannot be lost to someone else in between."""
    with socket.create_server(("127.0.0.1", options.port), backlog=512) as listener:
        port = listener.getsockname()[1]
        command = [sys.executable, "-m", "launch.app_server", "asgi" if options.asgi else "wsgi"]
        command += ["--fd", str(listener.fileno()), "--workers", str(options.workers)]
        command += ["--threads", str(options.threads)]
        server = children.start(command, cwd=HERE, env=environment, pass_fds=[listener.fileno()])
    return f"http://127.0.0.1:{port}", server.pid


def _prepare(environment: dict[str, str]) -> None:
    # The agent stays out of it: nobody waits for these statements in a request.
    done = subprocess.run(
        [sys.executable, "manage.py", "prepare"],
        cwd=HERE,
        env={**environment, "BOOKSTORE_AGENT": "0"},
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        raise RuntimeError("its database could not be prepared; the output above says why")


def _wait_until_it_answers(url: str, children: Children, stop: threading.Event) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + 30
    while not stop.is_set():
        if children.ended() is not None:
            raise RuntimeError("one of its processes ended at once; its output above says why")
        try:
            with opener.open(f"{url}/health/", timeout=5):
                return
        except OSError as error:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{url}/health/ does not answer: {error}") from error
        stop.wait(0.05)


def _environment(options: argparse.Namespace) -> dict[str, str]:
    environment = dict(os.environ)
    environment["DJANGO_SETTINGS_MODULE"] = "bookstore.settings"
    if options.database:
        environment["BOOKSTORE_DATABASE_URL"] = options.database
    if options.data:
        environment["BOOKSTORE_DATA"] = os.path.abspath(options.data)
    return environment


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8030, help="0 takes a free one")
    parser.add_argument("--ready-file", help="written as JSON once pages are served: url, pid, …")
    parser.add_argument("--asgi", action="store_true", help="uvicorn in place of gunicorn with threads")
    parser.add_argument("--workers", type=int, default=2, help="processes")
    parser.add_argument("--threads", type=int, default=4, help="threads of a process, without --asgi")
    parser.add_argument("--database", help="sqlite:////absolute/file or postgresql://user:password@host/name")
    parser.add_argument("--data", help="folder of the database, the key and the fault switch")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
