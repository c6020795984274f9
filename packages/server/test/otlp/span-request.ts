import { NOW_MS } from './arbitrary-requests.ts';
import { encode, TRACES } from './reference-protobuf.ts';

export type PlainValue = string | number | boolean;

/** Attributes in the form of the reference codec. */
export function attributesOf(values: Readonly<Record<string, PlainValue>>): object[] {
  return Object.entries(values).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : typeof value === 'boolean'
          ? { boolValue: value }
          : { intValue: String(value) },
  }));
}

/** A good span of 5 ms; `fields` replace its own. */
export function spanOf(fields: object = {}): object {
  const start = BigInt(NOW_MS) * 1_000_000n;
  return {
    traceId: Buffer.from('0102030405060708090a0b0c0d0e0f10', 'hex'),
    spanId: Buffer.from('0102030405060708', 'hex'),
    parentSpanId: Buffer.from('1112131415161718', 'hex'),
    name: 'a span',
    kind: 1,
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + 5_000_000n),
    ...fields,
  };
}

/** A request of these spans, of one service. */
export function requestOf(spans: readonly object[]): object {
  return {
    resourceSpans: [
      {
        resource: { attributes: attributesOf({ 'service.name': 'shop' }) },
        scopeSpans: [{ scope: { name: 'tests' }, spans }],
      },
    ],
  };
}

export function traceBytes(spans: readonly object[]): Buffer {
  return encode(TRACES, requestOf(spans));
}
