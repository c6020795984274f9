import subprocess
import time

GRACE_SECONDS = 6.0


class Children:
    """The processes this one has started; `close` ends them, the last started first."""

    def __init__(self) -> None:
        self._running: list[subprocess.Popen] = []

    def start(self, command: list[str], **options) -> subprocess.Popen:
        child = subprocess.Popen(command, stdin=subprocess.DEVNULL, **options)
        self._running.append(child)
        return child

    def ended(self) -> subprocess.Popen | None:
        """One that is no longer running, if any."""
        return next((child for child in self._running if child.poll() is not None), None)

    def close(self) -> None:
        for child in reversed(self._running):
            if child.poll() is None:
                child.terminate()
        deadline = time.monotonic() + GRACE_SECONDS
        for child in reversed(self._running):
            try:
                child.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
        self._running.clear()
