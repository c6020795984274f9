"""Ends a process whose parent is gone, however the parent went: a killed parent tells no one."""

import os
import signal
import sys
import threading
import time
from stat import S_ISFIFO, S_ISSOCK

POLL_SECONDS = 0.3


def end_with_parent() -> None:
    """Sends this process SIGTERM once its parent has ended."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(POLL_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="orphan-watch", daemon=True).start()


def end_with_input() -> None:
    """Sends this process SIGTERM once its standard input is closed, where that is a pipe held by someone."""
    try:
        mode = os.fstat(sys.stdin.fileno()).st_mode
    except (AttributeError, OSError, ValueError):
        return
    if not (S_ISFIFO(mode) or S_ISSOCK(mode)):
        return

    def watch() -> None:
        while os.read(sys.stdin.fileno(), 4096):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="input-watch", daemon=True).start()
