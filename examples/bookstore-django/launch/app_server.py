"""`python -m launch.app_server wsgi|asgi --fd N --workers N`: serves the shop on an open socket.

Runs gunicorn (threads) or uvicorn (event loop) unchanged, with the watch over its parent added.
"""

import argparse
import sys

from .orphan_watch import end_with_parent


def main() -> None:
    parser = argparse.ArgumentParser(prog="launch.app_server", description=__doc__)
    parser.add_argument("kind", choices=["wsgi", "asgi"])
    parser.add_argument("--fd", type=int, required=True)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    options = parser.parse_args()
    if options.kind == "wsgi":
        _gunicorn(options)
    else:
        _uvicorn(options)


def _gunicorn(options: argparse.Namespace) -> None:
    from gunicorn.app.wsgiapp import run

    sys.argv = [
        "gunicorn",
        *("--bind", f"fd://{options.fd}"),
        *("--workers", str(options.workers)),
        *("--worker-class", "gthread", "--threads", str(options.threads)),
        *("--graceful-timeout", "3", "--log-level", "warning"),
        "--no-control-socket",
        "bookstore.wsgi:application",
    ]
    run()


def _uvicorn(options: argparse.Namespace) -> None:
    import uvicorn

    sys.argv = [
        "uvicorn",
        *("--fd", str(options.fd)),
        *("--workers", str(options.workers)),
        *("--timeout-graceful-shutdown", "3", "--log-level", "warning"),
        *("--lifespan", "off"),
        "bookstore.asgi:application",
    ]
    uvicorn.main()


# Uvicorn's worker processes import this file anew, as `__mp_main__`; they too end with the one that started them.
if __name__ in {"__main__", "__mp_main__"}:
    end_with_parent()
if __name__ == "__main__":
    main()
