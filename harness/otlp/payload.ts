import { randomFillSync } from 'node:crypto';
import { ProtoWriter } from './proto-writer.ts';
import { requestShapes, type ShapedSpan } from './request-shapes.ts';

/** An encoded ExportTraceServiceRequest whose ids, times and customers are overwritten before each sending. */
export interface Payload {
  readonly spans: number;
  readonly requests: number;
  /**
   * The body with fresh ids and with its requests spread over the second before `endNs`. Each request has a customer
   * of its own, counted up from `customer` in its attribute `app.customer_id`. Valid until the next call.
   */
  fresh(endNs: bigint, customer?: number): { readonly body: Buffer; readonly traceIds: readonly string[] };
}

/** The value of `app.customer_id`. */
export function customerId(customer: number): string {
  return `customer-${String(customer % 1e7).padStart(7, '0')}`;
}

interface SpanPlace {
  readonly shaped: ShapedSpan;
  traceId: number;
  spanId: number;
  parentId: number;
  start: number;
  end: number;
  customer: number;
}

/** A payload of `requests` made-up requests of `service`. */
export function createPayload(requests: number, service: string, instance: string): Payload {
  const shapes = requestShapes();
  const all: SpanPlace[][] = [];
  const scopeSpans = new ProtoWriter();
  const scope = new ProtoWriter();
  scope.bytes(1, 'vitalfew.django');
  scopeSpans.message(1, scope);
  for (let r = 0; r < requests; r++) {
    const shape = shapes[r % shapes.length] ?? [];
    all.push(
      shape.map((shaped) => {
        const span = new ProtoWriter();
        const place = { shaped, traceId: 0, spanId: 0, parentId: -1, start: 0, end: 0, customer: -1 };
        place.traceId = span.bytes(1, new Uint8Array(16));
        place.spanId = span.bytes(2, new Uint8Array(8));
        if (shaped.parent >= 0) place.parentId = span.bytes(4, new Uint8Array(8));
        span.bytes(5, shaped.name);
        span.varint(6, shaped.kind);
        place.start = span.fixed64(7, 0n);
        place.end = span.fixed64(8, 0n);
        for (const [key, value] of Object.entries(shaped.attributes)) {
          if (key !== 'app.customer_id') span.message(9, attribute(key, value));
        }
        if ('app.customer_id' in shaped.attributes) {
          const pair = attribute('app.customer_id', customerId(0));
          // The value is the last of the pair.
          place.customer = span.message(9, pair) + pair.length - customerId(0).length;
        }
        const base = scopeSpans.message(2, span);
        return {
          shaped,
          traceId: base + place.traceId,
          spanId: base + place.spanId,
          parentId: place.parentId < 0 ? -1 : base + place.parentId,
          start: base + place.start,
          end: base + place.end,
          customer: place.customer < 0 ? -1 : base + place.customer,
        };
      }),
    );
  }
  const resource = new ProtoWriter();
  for (const [key, value] of [
    ['service.name', service],
    ['service.version', '1.4.2'],
    ['deployment.environment.name', 'production'],
    ['service.instance.id', instance],
    ['telemetry.sdk.language', 'python'],
  ] as const) {
    resource.message(1, attribute(key, value));
  }
  const resourceSpans = new ProtoWriter();
  resourceSpans.message(1, resource);
  const inScope = resourceSpans.message(2, scopeSpans);
  const root = new ProtoWriter();
  const inResource = root.message(1, resourceSpans);
  const body = root.finish();
  return {
    spans: all.reduce((sum, spans) => sum + spans.length, 0),
    requests,
    fresh: (endNs, customer = 0) => ({
      body,
      traceIds: all.map((spans, r) =>
        refresh(body, spans, { base: inScope + inResource, endNs, customer: customerId(customer + r) }),
      ),
    }),
  };
}

function attribute(key: string, value: string | number | boolean): ProtoWriter {
  const any = new ProtoWriter();
  if (typeof value === 'string') any.bytes(1, value);
  else if (typeof value === 'boolean') any.varint(2, value ? 1 : 0);
  else any.varint(3, value);
  const pair = new ProtoWriter();
  pair.bytes(1, key);
  pair.message(2, any);
  return pair;
}

const NS_PER_US = 1000n;

function refresh(
  body: Buffer,
  spans: readonly SpanPlace[],
  { base, endNs, customer }: { readonly base: number; readonly endNs: bigint; readonly customer: string },
): string {
  const [entry] = spans;
  if (entry === undefined) return '';
  const ids = randomFillSync(Buffer.allocUnsafe(16 + spans.length * 8));
  // Durations vary by up to a factor of four around the shape, as real ones do.
  const stretch = 500n + BigInt(Math.floor(Math.random() ** 2 * 3500));
  const startNs = endNs - BigInt(Math.floor(Math.random() * 1e9)) - 200_000_000n;
  spans.forEach((span, i) => {
    ids.copy(body, base + span.traceId, 0, 16);
    ids.copy(body, base + span.spanId, 16 + i * 8, 24 + i * 8);
    if (span.parentId >= 0) {
      ids.copy(body, base + span.parentId, 16 + span.shaped.parent * 8, 24 + span.shaped.parent * 8);
    }
    if (span.customer >= 0) body.write(customer, base + span.customer, 'latin1');
    const from = startNs + (BigInt(span.shaped.startUs) * NS_PER_US * stretch) / 1000n;
    body.writeBigUInt64LE(from, base + span.start);
    body.writeBigUInt64LE(
      from + (BigInt(span.shaped.durationUs) * NS_PER_US * stretch) / 1000n,
      base + span.end,
    );
  });
  return ids.toString('hex', 0, 16);
}
