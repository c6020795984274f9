import { type HrTime, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { SeverityNumber } from '@opentelemetry/api-logs';
import { OTLPLogExporter as GrpcLogs } from '@opentelemetry/exporter-logs-otlp-grpc';
import { OTLPLogExporter as JsonLogs } from '@opentelemetry/exporter-logs-otlp-http';
import { OTLPLogExporter as ProtobufLogs } from '@opentelemetry/exporter-logs-otlp-proto';
import { OTLPMetricExporter as GrpcMetrics } from '@opentelemetry/exporter-metrics-otlp-grpc';
import { OTLPMetricExporter as JsonMetrics } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPMetricExporter as ProtobufMetrics } from '@opentelemetry/exporter-metrics-otlp-proto';
import { OTLPTraceExporter as GrpcTraces } from '@opentelemetry/exporter-trace-otlp-grpc';
import { OTLPTraceExporter as JsonTraces } from '@opentelemetry/exporter-trace-otlp-http';
import { OTLPTraceExporter as ProtobufTraces } from '@opentelemetry/exporter-trace-otlp-proto';
import { type Resource, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider } from '@opentelemetry/sdk-logs';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor, type Span } from '@opentelemetry/sdk-trace-base';
import {
  type Destination,
  LOG_RECORDS,
  type PlannedSpan,
  type PlannedValue,
  type Protocol,
  type SentSpan,
} from './planned-span.ts';

const NEVER_MS = 3_600_000;

/** Sends the planned spans, and a few logs and metrics, with OpenTelemetry's SDK for Node as it comes from npm. */
export async function sendFromNode(
  plan: readonly PlannedSpan[],
  protocol: Protocol,
  to: Destination,
): Promise<SentSpan[]> {
  const exporters = exportersOf(protocol, to);
  const resource = resourceFromAttributes({ 'service.name': to.service });
  const sent = await sendSpans(plan, resource, new BatchSpanProcessor(exporters.traces));
  await sendLogs(resource, new BatchLogRecordProcessor(exporters.logs));
  await sendMetrics(
    resource,
    new PeriodicExportingMetricReader({ exporter: exporters.metrics, exportIntervalMillis: NEVER_MS }),
  );
  return sent;
}

function exportersOf(protocol: Protocol, to: Destination) {
  const http = (signal: string) => ({ url: `${to.otlpHttp}/v1/${signal}` });
  const grpc = { url: `http://${to.otlpGrpc}` };
  switch (protocol) {
    case 'http/protobuf':
      return {
        traces: new ProtobufTraces(http('traces')),
        logs: new ProtobufLogs(http('logs')),
        metrics: new ProtobufMetrics(http('metrics')),
      };
    case 'http/json':
      return {
        traces: new JsonTraces(http('traces')),
        logs: new JsonLogs(http('logs')),
        metrics: new JsonMetrics(http('metrics')),
      };
    case 'grpc':
      return { traces: new GrpcTraces(grpc), logs: new GrpcLogs(grpc), metrics: new GrpcMetrics(grpc) };
  }
}

async function sendSpans(
  plan: readonly PlannedSpan[],
  resource: Resource,
  processor: BatchSpanProcessor,
): Promise<SentSpan[]> {
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor] });
  const tracer = provider.getTracer('shop');
  const spans: Span[] = [];
  for (const planned of plan) {
    const parent = spans[planned.parent];
    const span = tracer.startSpan(
      planned.name,
      {
        kind: SpanKind[planned.kind.toUpperCase() as keyof typeof SpanKind],
        startTime: hrTime(planned.startNs),
        attributes: sdkValues(planned.attributes),
        links: planned.links.flatMap((i) => (spans[i] ? [{ context: spans[i].spanContext() }] : [])),
      },
      parent ? trace.setSpan(ROOT_CONTEXT, parent) : ROOT_CONTEXT,
    ) as Span;
    for (const event of planned.events)
      span.addEvent(event.name, sdkValues(event.attributes), hrTime(event.timeNs));
    if (planned.exception !== '') span.recordException(new TypeError(planned.exception));
    if (planned.status !== 'unset') {
      const code = SpanStatusCode[planned.status.toUpperCase() as keyof typeof SpanStatusCode];
      span.setStatus({ code, message: planned.statusMessage });
    }
    spans.push(span);
  }
  spans.forEach((span, i) => {
    const { startNs, durationNs } = plan[i] as PlannedSpan;
    span.end(hrTime(String(BigInt(startNs) + BigInt(durationNs))));
  });
  await provider.forceFlush();
  await provider.shutdown();
  return spans.map((span) => {
    const { traceId, spanId } = span.spanContext();
    return { traceId, spanId };
  });
}

async function sendLogs(resource: Resource, processor: BatchLogRecordProcessor): Promise<void> {
  const provider = new LoggerProvider({ resource, processors: [processor] });
  const logger = provider.getLogger('shop');
  for (let i = 0; i < LOG_RECORDS; i++)
    logger.emit({
      body: `order ${i} is paid`,
      severityNumber: SeverityNumber.INFO,
      attributes: { order: i },
    });
  await provider.forceFlush();
  await provider.shutdown();
}

async function sendMetrics(resource: Resource, reader: PeriodicExportingMetricReader): Promise<void> {
  const provider = new MeterProvider({ resource, readers: [reader] });
  const meter = provider.getMeter('shop');
  meter.createCounter('shop.orders').add(3);
  meter.createGauge('shop.temperature').record(-1.5);
  meter.createHistogram('shop.basket').record(12);
  // It exports once more by itself before it ends.
  await provider.shutdown();
}

function hrTime(nanoseconds: string): HrTime {
  const ns = BigInt(nanoseconds);
  return [Number(ns / 1_000_000_000n), Number(ns % 1_000_000_000n)];
}

/** The SDK's types want lists that it might change. */
function sdkValues(values: Readonly<Record<string, PlannedValue>>) {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      key,
      typeof value === 'object' ? ([...value] as string[] | number[]) : value,
    ]),
  );
}
