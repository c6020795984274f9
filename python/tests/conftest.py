import asyncio
import os
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest


class Collector(BaseHTTPRequestHandler):
    """Takes OTLP on POST; answers GET with the traceparent it was sent. `failures` answers come as 503 before."""

    protocol_version = "HTTP/1.1"
    requests: ClassVar[list] = []
    failures = 0

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if Collector.failures > 0:
            Collector.failures -= 1
            return self._answer(503, b"", ("Retry-After", "0"))
        Collector.requests.append(ExportTraceServiceRequest.FromString(body))
        self._answer(200, b"")

    def do_GET(self):
        self._answer(200, self.headers.get("traceparent", "").encode())

    def _answer(self, status, body, *headers):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
server.daemon_threads = True
threading.Thread(target=server.serve_forever, daemon=True).start()
os.environ["VITALFEW_ENDPOINT"] = f"http://127.0.0.1:{server.server_port}"
os.environ["VITALFEW_SERVICE"] = "test-site"
os.environ["DJANGO_SETTINGS_MODULE"] = "settings"
sys.path.insert(0, str(Path(__file__).parent / "site"))


def value_of(any_value):
    return getattr(any_value, any_value.WhichOneof("value"))


class Span:
    def __init__(self, proto):
        self.proto = proto
        self.name = proto.name
        self.attributes = {pair.key: value_of(pair.value) for pair in proto.attributes}

    @property
    def segment(self):
        return self.attributes.get("vitalfew.segment")


class App:
    """The site behind its real handlers, and what the collector got of one trace."""

    def __init__(self):
        import django

        django.setup()
        from django.core.asgi import get_asgi_application
        from django.core.wsgi import get_wsgi_application

        self.wsgi = get_wsgi_application()
        self.asgi = get_asgi_application()
        self.port = server.server_port
        self.collector = Collector

    def get(self, path, **headers):
        """Status, body and spans of a request through WSGI."""
        trace = os.urandom(16)
        environ = {
            "REQUEST_METHOD": "GET",
            "PATH_INFO": path,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.input": open(os.devnull, "rb"),  # noqa: SIM115
            "wsgi.url_scheme": "http",
            "HTTP_TRACEPARENT": f"00-{trace.hex()}-00f067aa0ba902b7-01",
            **headers,
        }
        answer = {}
        response = self.wsgi(environ, lambda status, _headers: answer.update(status=status))
        body = b"".join(response)
        response.close()
        return int(answer["status"][:3]), body, self.spans(trace)

    def get_async(self, path):
        """Status and spans of a request through ASGI."""
        trace = os.urandom(16)
        sent = []
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": b"",
            "headers": [(b"host", b"localhost"), (b"traceparent", f"00-{trace.hex()}-00f067aa0ba902b7-01".encode())],
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
        return sent[0]["status"], self.spans(trace)

    def spans(self, trace):
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            found = [
                Span(span)
                for request in list(Collector.requests)
                for resource in request.resource_spans
                for scope in resource.scope_spans
                for span in scope.spans
                if span.trace_id == trace
            ]
            if found:
                return found
            time.sleep(0.02)
        raise AssertionError("the trace did not arrive")


@pytest.fixture(scope="session")
def app():
    return App()
