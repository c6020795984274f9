"""A server that takes OTLP, as the agent's counterpart in its tests."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

SERVER, CONSUMER, PRODUCER = 2, 5, 4


class Span:
    def __init__(self, proto, resource):
        self.proto = proto
        self.name = proto.name
        self.attributes = attributes_of(proto.attributes)
        self.resource = resource

    @property
    def id(self):
        return self.proto.span_id.hex()

    @property
    def parent(self):
        return self.proto.parent_span_id.hex()

    @property
    def segment(self):
        return self.attributes.get("vitalfew.segment")

    @property
    def is_entry(self):
        return self.proto.kind in (SERVER, CONSUMER)


class Collector(BaseHTTPRequestHandler):
    """Takes OTLP on POST; answers GET with the traceparent it was sent. `failures` answers come as 503 before."""

    protocol_version = "HTTP/1.1"
    requests: ClassVar[list] = []
    failures = 0

    @staticmethod
    def spans():
        return [
            Span(span, attributes_of(resource.resource.attributes))
            for request in list(Collector.requests)
            for resource in request.resource_spans
            for scope in resource.scope_spans
            for span in scope.spans
        ]

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path != "/v1/traces":
            return self._answer(404, b"no such path")
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


def attributes_of(pairs):
    return {pair.key: getattr(pair.value, pair.value.WhichOneof("value")) for pair in pairs}


def of(spans, segment):
    return [span for span in spans if span.segment == segment]


def statements(spans):
    """The statements of the application, without what its connections cost."""
    own = [span for span in spans if "db.system.name" in span.attributes]
    return [span for span in own if span.name not in ("CONNECT", "COMMIT", "ROLLBACK", "BEGIN")]


def start():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Collector)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
