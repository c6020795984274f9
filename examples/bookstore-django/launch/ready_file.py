import json
import os
import time
from collections.abc import Callable
from pathlib import Path


def write_ready_file(path: str, content: dict) -> None:
    """Writes the file in one step, so that whoever waits for it never reads half."""
    fresh = f"{path}.{os.getpid()}"
    Path(fresh).write_text(json.dumps(content) + "\n")
    os.replace(fresh, path)


def wait_for_ready_file(path: str, is_alive: Callable[[], bool], limit_seconds: float) -> dict:
    """The content of the file once it is there. Raises RuntimeError where the writer ends or takes too long."""
    deadline = time.monotonic() + limit_seconds
    while time.monotonic() < deadline:
        if os.path.exists(path):
            return json.loads(Path(path).read_text())
        if not is_alive():
            raise RuntimeError("It ended before it was ready; its output above says why.")
        time.sleep(0.02)
    raise RuntimeError(f"It was not ready within {limit_seconds:.0f} s.")
