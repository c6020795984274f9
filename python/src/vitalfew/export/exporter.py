import atexit
import gzip
import http.client
import logging
import os
import threading
from collections import deque
from urllib.parse import urlsplit

from ..options import Options
from ..recording import Recording
from .encode import Encoder

_log = logging.getLogger("vitalfew")

_MAX_WAITING = 5000
_BATCH = 200
_INTERVAL_SECONDS = 0.5
_TIMEOUT_SECONDS = 5.0
_LONGEST_PAUSE_SECONDS = 30.0
_CLOSING_SECONDS = 2.0


class Exporter:
    """Takes finished requests and sends them from a background thread. It never blocks and never raises: the queue
    is bounded, the oldest are dropped and counted, and a server that is away is told of once in the log."""

    def __init__(self, options: Options) -> None:
        from .. import __version__

        self._options = options
        self._encoder = Encoder(options, __version__)
        self._address = urlsplit(options.endpoint)
        self._waiting: deque[Recording] = deque(maxlen=_MAX_WAITING)
        self._wake = threading.Event()
        self._thread: threading.Thread | None = None
        self._connection: http.client.HTTPConnection | None = None
        self._complained = False
        self._closing = False
        #: Requests that were dropped because the queue was full or the server refused them.
        self.dropped = 0
        os.register_at_fork(after_in_child=self._forked)
        atexit.register(self.close)

    def take(self, recording: Recording) -> None:
        if len(self._waiting) == _MAX_WAITING:
            self.dropped += 1
        self._waiting.append(recording)
        if self._thread is None:
            self._start()

    def close(self) -> None:
        """Sends what waits, for two seconds at most."""
        thread = self._thread
        if thread is None:
            return
        self._closing = True
        self._wake.set()
        thread.join(_CLOSING_SECONDS)

    def _start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="vitalfew-export", daemon=True)
        self._thread.start()

    def _forked(self) -> None:
        """Threads and sockets stay with the parent; what waited there is sent from there."""
        self._waiting.clear()
        self._wake = threading.Event()
        self._thread = self._connection = None

    def _run(self) -> None:
        pause = _INTERVAL_SECONDS
        while True:
            self._wake.wait(pause)
            pause = _INTERVAL_SECONDS
            while self._waiting:
                batch = [self._waiting.popleft() for _ in range(min(_BATCH, len(self._waiting)))]
                try:
                    body = self._encoder.request(batch)
                except Exception:
                    self.dropped += len(batch)
                    _log.exception("Vitalfew could not encode %d requests; they are dropped", len(batch))
                    continue
                retry_after = self._send(body, len(batch))
                if retry_after is not None:
                    self._put_back(batch)
                    pause = retry_after
                    break
            if self._closing:
                return

    def _put_back(self, batch: list[Recording]) -> None:
        for recording in reversed(batch):
            if len(self._waiting) == _MAX_WAITING:
                self.dropped += 1
            else:
                self._waiting.appendleft(recording)

    def _send(self, body: bytes, requests: int) -> float | None:
        """None where the batch is done with; else the seconds to wait before it is tried again."""
        try:
            status, retry_after, answer = self._post(body)
        except (OSError, http.client.HTTPException) as problem:
            self._connection = None
            self._complain(f"does not answer: {problem}")
            return _LONGEST_PAUSE_SECONDS / 6
        if status < 300:
            self._complained = False
            return None
        if status in (429, 502, 503, 504):
            return min(float(retry_after) if retry_after.isdigit() else 1.0, _LONGEST_PAUSE_SECONDS)
        self.dropped += requests
        self._complain(f"refused {requests} requests with {status}: {answer[:300].decode('utf-8', 'replace')}")
        return None

    def _post(self, body: bytes) -> tuple[int, str, bytes]:
        headers = {"Content-Type": "application/x-protobuf"}
        if self._options.token:
            headers["Authorization"] = f"Bearer {self._options.token}"
        # On the same host bytes are free and compressing them is not.
        if self._address.hostname not in ("127.0.0.1", "localhost", "::1"):
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        fresh = self._connection is None
        try:
            return self._exchange(body, headers)
        except (http.client.HTTPException, OSError):
            self._connection = None
            if fresh:
                raise
            # A kept connection may have been closed by the other side meanwhile; the request was not taken.
            return self._exchange(body, headers)

    def _exchange(self, body: bytes, headers: dict[str, str]) -> tuple[int, str, bytes]:
        if self._connection is None:
            make = http.client.HTTPSConnection if self._address.scheme == "https" else http.client.HTTPConnection
            self._connection = make(self._address.hostname or "", self._address.port, timeout=_TIMEOUT_SECONDS)
        self._connection.request("POST", f"{self._address.path}/v1/traces", body, headers)
        response = self._connection.getresponse()
        return response.status, response.getheader("Retry-After", ""), response.read()

    def _complain(self, text: str) -> None:
        if not self._complained:
            self._complained = True
            _log.warning("Vitalfew at %s %s. The application goes on; this is said once.", self._options.endpoint, text)
