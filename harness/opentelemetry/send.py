"""Sends the spans planned on standard input (planned-span.ts), and a few logs and metrics, with OpenTelemetry's SDK.

The addresses come from OTEL_EXPORTER_OTLP_ENDPOINT, as they do in any application. Prints the ids of the spans.
"""

import json
import sys

from opentelemetry._logs import SeverityNumber
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk._logs.export import BatchLogRecordProcessor
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import PeriodicExportingMetricReader
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.trace import Link, SpanKind, Status, StatusCode, format_span_id, format_trace_id, set_span_in_context

if sys.argv[1] == "grpc":
    from opentelemetry.exporter.otlp.proto.grpc._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.grpc.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
else:
    from opentelemetry.exporter.otlp.proto.http._log_exporter import OTLPLogExporter
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

LOG_RECORDS = 3


def main() -> None:
    spans = send_spans(json.load(sys.stdin))
    send_logs()
    send_metrics()
    contexts = [span.get_span_context() for span in spans]
    ids = [{"traceId": format_trace_id(c.trace_id), "spanId": format_span_id(c.span_id)} for c in contexts]
    json.dump(ids, sys.stdout)


def send_spans(plan: list[dict]) -> list:
    provider = TracerProvider()
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
    tracer = provider.get_tracer("shop")
    spans = []
    for planned in plan:
        parent = planned["parent"]
        span = tracer.start_span(
            planned["name"],
            context=set_span_in_context(spans[parent]) if parent >= 0 else None,
            kind=SpanKind[planned["kind"].upper()],
            start_time=int(planned["startNs"]),
            attributes=planned["attributes"],
            links=[Link(spans[i].get_span_context()) for i in planned["links"]],
        )
        for event in planned["events"]:
            span.add_event(event["name"], event["attributes"], int(event["timeNs"]))
        if planned["exception"]:
            span.record_exception(TypeError(planned["exception"]))
        if planned["status"] != "unset":
            span.set_status(Status(StatusCode[planned["status"].upper()], planned["statusMessage"] or None))
        spans.append(span)
    for span, planned in zip(spans, plan, strict=True):
        span.end(int(planned["startNs"]) + planned["durationNs"])
    provider.shutdown()
    return spans


def send_logs() -> None:
    provider = LoggerProvider()
    provider.add_log_record_processor(BatchLogRecordProcessor(OTLPLogExporter()))
    logger = provider.get_logger("shop")
    for order in range(LOG_RECORDS):
        logger.emit(body=f"order {order} is paid", severity_number=SeverityNumber.INFO, attributes={"order": order})
    provider.shutdown()


def send_metrics() -> None:
    reader = PeriodicExportingMetricReader(OTLPMetricExporter(), export_interval_millis=3_600_000)
    provider = MeterProvider(metric_readers=[reader])
    meter = provider.get_meter("shop")
    meter.create_counter("shop.orders").add(3)
    meter.create_gauge("shop.temperature").set(-1.5)
    meter.create_histogram("shop.basket").record(12)
    provider.shutdown()


if __name__ == "__main__":
    main()
