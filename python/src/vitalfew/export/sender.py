import gzip
import http.client
import logging
from urllib.parse import urlsplit

from ..options import Options

_log = logging.getLogger("vitalfew")

_TIMEOUT_SECONDS = 5.0
_AWAY_SECONDS = 5.0
_LONGEST_PAUSE_SECONDS = 30.0


class Sender:
    """Posts one body at a time to the server and keeps it until the server has answered for good. A server that is
    away is told of once in the log."""

    def __init__(self, options: Options) -> None:
        self._endpoint = options.endpoint
        self._address = urlsplit(options.endpoint)
        self._headers = {"Content-Type": "application/x-protobuf"}
        if options.token:
            self._headers["Authorization"] = f"Bearer {options.token}"
        # On the same host bytes are free and compressing them is not.
        self._compresses = self._address.hostname not in ("127.0.0.1", "localhost", "::1")
        if self._compresses:
            self._headers["Content-Encoding"] = "gzip"
        self._connection: http.client.HTTPConnection | None = None
        self._complained = False
        self._body = b""
        self._requests = 0
        self._refused = 0

    def load(self, body: bytes, requests: int) -> None:
        """The body to send next; `requests` is how many requests and tasks it holds."""
        self._body = gzip.compress(body, 1) if self._compresses else body
        self._requests = requests

    def send(self) -> float:
        """0 once there is nothing to send any more, else the seconds to wait before the next try."""
        if not self._body:
            return 0
        try:
            status, retry_after, answer = self._post()
        except (OSError, http.client.HTTPException) as problem:
            self._connection = None
            self._complain(f"does not answer: {problem}")
            return _AWAY_SECONDS
        if status in (429, 502, 503, 504):
            return min(max(float(retry_after), 0.1) if retry_after.isdigit() else 1.0, _LONGEST_PAUSE_SECONDS)
        if status < 300:
            self._complained = False
        else:
            self._refused += self._requests
            self._complain(
                f"refused {self._requests} requests with {status}: {answer[:300].decode('utf-8', 'replace')}"
            )
        self._body = b""
        return 0

    def take_refused(self) -> int:
        """How many requests the server has refused since this was asked last."""
        refused, self._refused = self._refused, 0
        return refused

    def forget(self) -> None:
        """In a forked child: the body is the parent's to send, over its own connection."""
        self._body = b""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _post(self) -> tuple[int, str, bytes]:
        fresh = self._connection is None
        try:
            return self._exchange()
        except (http.client.HTTPException, OSError):
            self._connection = None
            if fresh:
                raise
            # A kept connection may have been closed by the other side meanwhile; the request was not taken.
            return self._exchange()

    def _exchange(self) -> tuple[int, str, bytes]:
        if self._connection is None:
            make = http.client.HTTPSConnection if self._address.scheme == "https" else http.client.HTTPConnection
            self._connection = make(self._address.hostname or "", self._address.port, timeout=_TIMEOUT_SECONDS)
        self._connection.request("POST", f"{self._address.path}/v1/traces", self._body, self._headers)
        response = self._connection.getresponse()
        return response.status, response.getheader("Retry-After", ""), response.read()

    def _complain(self, text: str) -> None:
        if not self._complained:
            self._complained = True
            _log.warning("Vitalfew at %s %s. The application goes on; this is said once.", self._endpoint, text)
