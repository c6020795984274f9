import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

import pytest

SITE = Path(__file__).parent / "site"
sys.path[:0] = [str(Path(__file__).parent), str(SITE)]

from collector import Collector, start  # noqa: E402

server = start()
broker = tempfile.TemporaryDirectory()
os.environ["VITALFEW_ENDPOINT"] = f"http://127.0.0.1:{server.server_port}"
os.environ["VITALFEW_SERVICE"] = "test-site"
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
os.environ["TEST_BROKER_FOLDER"] = broker.name

CALLER = "00f067aa0ba902b7"


class App:
    """The site behind its real handlers, and what the collector got of one trace."""

    def __init__(self):
        import django

        from vitalfew.export import exporter

        # So that each test waits for its spans less long.
        exporter._INTERVAL_SECONDS = 0.05
        django.setup()
        from django.core.asgi import get_asgi_application
        from django.core.wsgi import get_wsgi_application

        self.wsgi = get_wsgi_application()
        self.asgi = get_asgi_application()
        self.port = server.server_port
        self.collector = Collector

    def get(self, path, trace=None, entries=1, **headers):
        """Status, body and spans of a request through WSGI."""
        trace = trace or os.urandom(16)
        path, _, query = path.partition("?")
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.input": open(os.devnull, "rb"),  # noqa: SIM115
            "wsgi.url_scheme": "http",
            "HTTP_TRACEPARENT": f"00-{trace.hex()}-{CALLER}-01",
            **headers,
        }
        answer = {}
        response = self.wsgi(environ, lambda status, _headers: answer.update(status=status))
        body = b"".join(response)
        response.close()
        return int(answer["status"][:3]), body, self.spans(trace, entries)

    def get_async(self, path):
        """Status, body and spans of a request through ASGI."""
        trace = os.urandom(16)
        path, _, query = path.partition("?")
        sent = []
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query.encode(),
            "headers": [(b"host", b"localhost"), (b"traceparent", f"00-{trace.hex()}-{CALLER}-01".encode())],
        }

        async def run():
            first = True

            async def receive():
                nonlocal first
                if first:
                    first = False
                    return {"type": "http.request", "body": b""}
                await asyncio.sleep(60)

            async def send(message):
                sent.append(message)

            await self.asgi(scope, receive, send)

        asyncio.run(run())
        body = b"".join(message.get("body", b"") for message in sent)
        return sent[0]["status"], body, self.spans(trace)

    def spans(self, trace, entries=1):
        """Waits for that many entries of the trace; gives its spans in the order in which they came."""
        found = []
        for spans in _polled():
            found = [span for span in spans if span.proto.trace_id == trace]
            if sum(span.is_entry for span in found) >= entries:
                return found
        raise AssertionError(f"of the trace came {[span.name for span in found]}")

    def wait_for(self, is_wanted):
        """The first span that is wanted."""
        for spans in _polled():
            for span in filter(is_wanted, spans):
                return span
        raise AssertionError("the span did not come")


def _polled():
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        yield Collector.spans()
        time.sleep(0.02)


@pytest.fixture(scope="session")
def app():
    return App()
