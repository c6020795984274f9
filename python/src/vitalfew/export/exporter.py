import atexit
import logging
import os
import threading
from collections import deque

from ..options import Options
from ..recording import Recording
from .encode import Encoder
from .resource import resource_of
from .sender import Sender

_log = logging.getLogger("vitalfew")

_MAX_WAITING = 5000
_BATCH = 200
_INTERVAL_SECONDS = 0.5
_CLOSING_SECONDS = 2.0


class Exporter:
    """Takes what has ended and sends it from a background thread. It never blocks and never raises: the queue is
    bounded, the oldest are dropped and counted."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._sender = Sender(options)
        self._waiting: deque[Recording] = deque(maxlen=_MAX_WAITING)
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._closing = False
        #: Requests and tasks that were dropped because the queue was full or the server refused them.
        self.dropped = 0
        os.register_at_fork(after_in_child=self._forked)
        atexit.register(self.close)

    def take(self, recording: Recording) -> None:
        if len(self._waiting) == _MAX_WAITING:
            self.dropped += 1
        self._waiting.append(recording)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="vitalfew-export", daemon=True)
            self._thread.start()

    def close(self) -> None:
        """Sends what waits, for two seconds at most."""
        thread = self._thread
        if thread is not None:
            self._closing = True
            self._wake.set()
            thread.join(_CLOSING_SECONDS)

    def _forked(self) -> None:
        """Threads stay with the parent; what waited there is sent from there."""
        self._waiting.clear()
        self._wake = threading.Event()
        self._sender.forget()
        self._thread = None

    def _run(self) -> None:
        from .. import __version__

        encoder = Encoder(resource_of(self._options, __version__), __version__)
        pause = _INTERVAL_SECONDS
        while True:
            self._wake.wait(pause)
            pause = self._send_waiting(encoder)
            if self._closing:
                return

    def _send_waiting(self, encoder: Encoder) -> float:
        """Sends until nothing waits or the server wants a pause; gives the seconds of it."""
        while (pause := self._sender.send()) == 0 and self._waiting:
            batch = [self._waiting.popleft() for _ in range(min(_BATCH, len(self._waiting)))]
            try:
                self._sender.load(encoder.request(batch), len(batch))
            except Exception:
                self.dropped += len(batch)
                _log.exception("Vitalfew could not encode %d requests; they are dropped", len(batch))
        self.dropped += self._sender.take_refused()
        return pause or _INTERVAL_SECONDS
