import { createRequire } from 'node:module';

/** The generated codec of OpenTelemetry's own package: what our decoder is measured against. */
interface Codec {
  fromObject(object: object): object;
  encode(message: object): { finish(): Uint8Array };
  decode(bytes: Uint8Array): object;
  toObject(message: object, options: object): Record<string, unknown>;
}

const require = createRequire(import.meta.url);
const { collector, trace } = require('@opentelemetry/otlp-transformer/build/src/generated/root').opentelemetry
  .proto as {
  collector: Record<'trace' | 'metrics' | 'logs', { v1: Record<string, Codec> }>;
  trace: { v1: Record<string, Codec> };
};

export const TRACES = collector.trace.v1.ExportTraceServiceRequest!;
export const TRACES_RESPONSE = collector.trace.v1.ExportTraceServiceResponse!;
export const PARTIAL_SUCCESS = collector.trace.v1.ExportTracePartialSuccess!;
export const SPAN = trace.v1.Span!;
export const METRICS = collector.metrics.v1.ExportMetricsServiceRequest!;
export const LOGS = collector.logs.v1.ExportLogsServiceRequest!;

/** A plain object (64-bit numbers as text, bytes as Buffers) on the wire. */
export function encode(codec: Codec, object: object): Buffer {
  return Buffer.from(codec.encode(codec.fromObject(object)).finish());
}

/** Bytes as a plain object in the same form. */
export function decode(codec: Codec, bytes: Uint8Array): Record<string, unknown> {
  return codec.toObject(codec.decode(bytes), { longs: String, bytes: Buffer, oneofs: false });
}

/** The same object as OTLP/JSON: hex ids, bytes in base64, doubles that JSON has not as text. */
export function toJson(object: unknown, key = ''): unknown {
  if (Buffer.isBuffer(object)) return object.toString(key === 'bytesValue' ? 'base64' : 'hex');
  if (Array.isArray(object)) return object.map((item) => toJson(item, key));
  if (typeof object === 'number' && !Number.isFinite(object)) return String(object);
  if (typeof object !== 'object' || object === null) return object;
  return Object.fromEntries(Object.entries(object).map(([name, value]) => [name, toJson(value, name)]));
}
