import { randomBytes } from 'node:crypto';
import { encode, SPAN, toJson } from '../../packages/server/test/otlp/reference-protobuf.ts';
import { ProtoWriter } from './proto-writer.ts';

/** A span in both encodings, so that either may be wrong. */
export interface HandMadeSpan {
  readonly protobuf: Uint8Array;
  readonly json: string | Uint8Array;
}

const MS = 1_000_000n;

/** The fields of a good span of 5 ms that ended just now, in the form of the reference codec; `fields` replace them. */
export function fieldsOfSpan(fields: object = {}) {
  const startNs = BigInt(Date.now() - 10) * MS;
  return {
    traceId: randomBytes(16),
    spanId: randomBytes(8),
    name: 'good',
    kind: 2,
    startTimeUnixNano: String(startNs),
    endTimeUnixNano: String(startNs + 5n * MS),
    ...fields,
  };
}

/** A span of these fields as it is written by the book. */
export function writtenSpan(fields: object): HandMadeSpan {
  return { protobuf: encode(SPAN, fields), json: JSON.stringify(toJson(fields)) };
}

/** The same with bytes that are no UTF-8 wherever its texts hold `@@`. */
export function garbledSpan(fields: object): HandMadeSpan {
  const { protobuf, json } = writtenSpan(fields);
  const garbled = (bytes: Buffer) => {
    for (let at = bytes.indexOf('@@'); at >= 0; at = bytes.indexOf('@@')) bytes.set([0xc3, 0x28], at);
    return bytes;
  };
  return { protobuf: garbled(Buffer.from(protobuf)), json: garbled(Buffer.from(json)) };
}

/** The same with a number for its name in protobuf, an object in JSON. */
export function wronglyTypedSpan(fields: { readonly name: string }): HandMadeSpan {
  const { protobuf, json } = writtenSpan(fields);
  return {
    protobuf: Buffer.concat([protobuf, Buffer.from([(5 << 3) | 0, 1])]),
    json: json.toString().replace(`"name":"${fields.name}"`, '"name":{"first":1}'),
  };
}

/** The same with an attribute `deep` of lists within lists. */
export function nestedSpan(fields: object, depth: number): HandMadeSpan {
  const { protobuf, json } = writtenSpan(fields);
  const value = `${'{"arrayValue":{"values":['.repeat(depth)}${']}}'.repeat(depth)}`;
  return {
    protobuf: Buffer.concat([protobuf, ...nestedAttribute(depth)]),
    json: `${json.toString().slice(0, -1)},"attributes":[{"key":"deep","value":${value}}]}`,
  };
}

/** From the inside out, since each head holds the size of all that is within. */
function nestedAttribute(depth: number): Buffer[] {
  const heads: Buffer[] = [];
  let size = 0;
  const before = (head: Buffer) => {
    heads.unshift(head);
    size += head.length;
  };
  const within = (field: number) => before(Buffer.from([(field << 3) | 2, ...varint(size)]));
  for (let i = 0; i < depth; i++) {
    within(1); // ArrayValue.values
    within(5); // AnyValue.array_value
  }
  within(2); // KeyValue.value
  before(Buffer.from('\x0a\x04deep')); // KeyValue.key
  within(9); // Span.attributes
  return heads;
}

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

/** An ExportTraceServiceRequest of the service `shop` with these spans, in both encodings. */
export function batchOf(spans: readonly HandMadeSpan[]): {
  readonly protobuf: Buffer;
  readonly json: Buffer;
} {
  const message = (...fields: readonly (readonly [number, Uint8Array | string])[]) => {
    const writer = new ProtoWriter();
    for (const [field, value] of fields) writer.bytes(field, value);
    return writer.finish();
  };
  const serviceName = message([1, 'service.name'], [2, message([1, 'shop'])]);
  const scopeSpans = message(...spans.map((span) => [2, span.protobuf] as const));
  const resource = '{"attributes":[{"key":"service.name","value":{"stringValue":"shop"}}]}';
  return {
    protobuf: message([1, message([1, message([1, serviceName])], [2, scopeSpans])]),
    json: Buffer.concat([
      Buffer.from(`{"resourceSpans":[{"resource":${resource},"scopeSpans":[{"spans":[`),
      ...spans.flatMap((span, i) => [Buffer.from(i === 0 ? '' : ','), Buffer.from(span.json)]),
      Buffer.from(']}]}]}'),
    ]),
  };
}
