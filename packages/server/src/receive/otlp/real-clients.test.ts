import { SpanKind, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
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
import { CompressionAlgorithm } from '@opentelemetry/otlp-exporter-base';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BatchLogRecordProcessor, LoggerProvider, type LogRecordExporter } from '@opentelemetry/sdk-logs';
import {
  AggregationType,
  MeterProvider,
  PeriodicExportingMetricReader,
  type PushMetricExporter,
} from '@opentelemetry/sdk-metrics';
import { BasicTracerProvider, BatchSpanProcessor, type SpanExporter } from '@opentelemetry/sdk-trace-base';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { MemorySink } from '../../../test/otlp/memory-sink.ts';
import { VitalfewError } from '../../error.ts';
import { IntakeLedger } from '../intake-ledger.ts';
import type { RunningReceiver } from '../receiver.ts';
import { otlpGrpcReceiver } from './grpc-receiver.ts';
import { otlpHttpReceiver } from './http-receiver.ts';
import { OtlpIntake } from './intake.ts';

/** OpenTelemetry's SDK for Node, unmodified, over each of its protocols. */

const SPANS = 2000;
const LOOPBACK = { host: '127.0.0.1', port: 0 };
const now = () => Date.now();
const sink = new MemorySink();
const intake = new OtlpIntake({
  sink,
  ledger: new IntakeLedger(now),
  now,
  authorise: (token) => token === 'a-token',
  normaliseSql: (text) => ({ text: text.replace(/\d+/g, '?'), fingerprint: 1n }),
});
let http: RunningReceiver;
let grpc: RunningReceiver;

beforeAll(async () => {
  http = await otlpHttpReceiver({ intake }).start(LOOPBACK);
  grpc = await otlpGrpcReceiver({ intake }).start(LOOPBACK);
});
afterAll(async () => {
  await http.close();
  await grpc.close();
});
beforeEach(() => {
  sink.clear();
  sink.refusal = undefined;
  sink.refused = 0;
});

const resource = resourceFromAttributes({ 'service.name': 'shop', 'service.version': '1.0' });
const overHttp = (path: string) => ({
  url: `${http.address}/v1/${path}`,
  headers: { authorization: 'Bearer a-token' },
  compression: CompressionAlgorithm.GZIP,
});
const overGrpc = async () => {
  const { Metadata } = await import('@grpc/grpc-js');
  const metadata = new Metadata();
  metadata.set('authorization', 'Bearer a-token');
  return { url: `http://${grpc.address}`, metadata, compression: CompressionAlgorithm.GZIP };
};

async function exportSpans(exporter: SpanExporter): Promise<string[]> {
  const processor = new BatchSpanProcessor(exporter, { maxQueueSize: SPANS * 2 });
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor] });
  const tracer = provider.getTracer('tests', '1.2.3');
  const ids: string[] = [];
  for (let i = 0; i < SPANS; i++) {
    const span = tracer.startSpan(`call ${i % 7}`, {
      kind: SpanKind.CLIENT,
      attributes: {
        'db.system': 'postgresql',
        'db.statement': `SELECT ${i}`,
        list: ['a', 'b'],
        ratio: 0.5,
        yes: true,
      },
      links: [
        { context: { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16), traceFlags: TraceFlags.SAMPLED } },
      ],
    });
    span.recordException(new TypeError('no such thing'));
    span.setStatus({ code: SpanStatusCode.ERROR, message: 'it failed' });
    span.end();
    ids.push(span.spanContext().spanId);
  }
  await provider.forceFlush();
  await provider.shutdown();
  return ids.sort();
}

describe.each([
  ['HTTP/protobuf', async () => new ProtobufTraces(overHttp('traces'))],
  ['HTTP/JSON', async () => new JsonTraces(overHttp('traces'))],
  ['gRPC', async () => new GrpcTraces(await overGrpc())],
] as const)('spans over %s', (protocol, exporter) => {
  test('arrive all, each once, with all they hold', async () => {
    const ids = await exportSpans(await exporter());
    const rows = sink.rows('spans');
    expect(rows.map((row) => row.span_id as string).sort()).toEqual(ids);
    expect(rows[0]).toMatchObject({
      service: 'shop',
      version: '1.0',
      scope: 'tests',
      kind: 3,
      status: 2,
      status_message: 'it failed',
      is_entry: true,
      segment: 'database',
      cause: 'SELECT ?',
      error_type: 'TypeError',
      attributes: [
        ['db.system', 'postgresql'],
        ['list', '["a","b"]'],
        ['ratio', '0.5'],
        ['yes', 'true'],
        ['db.query.text', 'SELECT ?'],
        ['otel.scope.version', '1.2.3'],
      ],
      'events.name': ['exception'],
      'links.trace_id': ['a'.repeat(32)],
    });
  });

  // The SDK for Node does not repeat a gRPC export, whatever the answer.
  test.skipIf(protocol === 'gRPC')('are sent again after a refusal for want of room', async () => {
    sink.refusal = new VitalfewError('overloaded', 'The spool is full.', { retryAfterSeconds: 1 });
    const sent = exportSpans(await exporter());
    await expect.poll(() => sink.refused, { timeout: 5000 }).toBeGreaterThan(0);
    sink.refusal = undefined;
    const ids = await sent;
    expect(
      sink
        .rows('spans')
        .map((row) => row.span_id as string)
        .sort(),
    ).toEqual(ids);
  });
});

describe.each([
  ['HTTP/protobuf', async () => new ProtobufLogs(overHttp('logs'))],
  ['HTTP/JSON', async () => new JsonLogs(overHttp('logs'))],
  ['gRPC', async () => new GrpcLogs(await overGrpc())],
] as const)('logs over %s', (_, exporter) => {
  test('arrive with body, severity and attributes', async () => {
    const processor = new BatchLogRecordProcessor((await exporter()) as LogRecordExporter);
    const provider = new LoggerProvider({ resource, processors: [processor] });
    const logger = provider.getLogger('tests');
    logger.emit({
      body: 'paid',
      severityNumber: SeverityNumber.INFO,
      severityText: 'INFO',
      attributes: { order: 7 },
    });
    logger.emit({ body: { total: 12, lines: ['a'] }, eventName: 'shop.order' });
    await provider.forceFlush();
    await provider.shutdown();
    expect(sink.rows('logs')).toMatchObject([
      {
        service: 'shop',
        scope: 'tests',
        body: 'paid',
        severity_number: 9,
        severity_text: 'INFO',
        attributes: [['order', '7']],
      },
      { body: '{"total":12,"lines":["a"]}', event_name: 'shop.order' },
    ]);
  });
});

describe.each([
  ['HTTP/protobuf', async () => new ProtobufMetrics(overHttp('metrics'))],
  ['HTTP/JSON', async () => new JsonMetrics(overHttp('metrics'))],
  ['gRPC', async () => new GrpcMetrics(await overGrpc())],
] as const)('metrics over %s', (protocol, exporter) => {
  test('arrive as series, samples and histograms', async () => {
    const reader = new PeriodicExportingMetricReader({
      exporter: (await exporter()) as PushMetricExporter,
      exportIntervalMillis: 3_600_000,
    });
    const provider = new MeterProvider({
      resource: resource.merge(resourceFromAttributes({ 'service.instance.id': protocol })),
      readers: [reader],
      views: [{ instrumentName: 'size', aggregation: { type: AggregationType.EXPONENTIAL_HISTOGRAM } }],
    });
    const meter = provider.getMeter('tests');
    meter.createCounter('orders', { unit: '1', description: 'Orders paid' }).add(3, { shop: 'north' });
    meter.createGauge('temperature').record(-1.5);
    meter.createHistogram('duration', { advice: { explicitBucketBoundaries: [1, 10] } }).record(5);
    meter.createHistogram('size').record(100);
    await provider.forceFlush();
    await provider.shutdown();
    const series = new Map(sink.rows('series').map((row) => [row.metric, row]));
    expect(series.get('orders')).toMatchObject({
      service: 'shop',
      instance: protocol,
      type: 2,
      unit: '1',
      description: 'Orders paid',
      monotonic: true,
      temporality: 2,
      attributes: [['shop', 'north']],
    });
    const sampleOf = (metric: string) =>
      sink.rows('samples').find((row) => row.series_id === series.get(metric)?.series_id)?.value;
    expect([sampleOf('orders'), sampleOf('temperature')]).toEqual([3, -1.5]);
    const histogramOf = (metric: string) =>
      sink.rows('histograms').find((row) => row.series_id === series.get(metric)?.series_id);
    expect(histogramOf('duration')).toMatchObject({
      count: 1n,
      sum: 5,
      min: 5,
      max: 5,
      bounds: [1, 10],
      counts: [0n, 1n, 0n],
    });
    expect(histogramOf('size')).toMatchObject({ count: 1n, sum: 100, positive_counts: [1n] });
  });
});
