import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { nativeRows, type Row } from '../../../test/native-rows.ts';
import {
  arbitraryLogs,
  arbitraryMetrics,
  arbitraryTraces,
  NOW_MS,
} from '../../../test/otlp/arbitrary-requests.ts';
import { encode, LOGS, METRICS, TRACES, toJson } from '../../../test/otlp/reference-protobuf.ts';
import { attributesOf, requestOf, spanOf, traceBytes } from '../../../test/otlp/span-request.ts';
import { VitalfewError } from '../../error.ts';
import { StatementCache } from '../normalise/statement-cache.ts';
import { decodeLogs } from './decode-logs.ts';
import { decodeMetrics } from './decode-metrics.ts';
import { type Decoded, decodeTraces } from './decode-traces.ts';
import { TRACE_REQUEST } from './json/schema.ts';
import { transcodeJson } from './json/transcode.ts';
import { DEFAULT_LIMITS } from './limits.ts';
import { SeriesRegister } from './series-register.ts';

const options = { limits: DEFAULT_LIMITS, nowMs: NOW_MS };
const statements = new StatementCache((text) => ({ text, fingerprint: 1n }));
const traces = (bytes: Uint8Array) => decodeTraces(bytes, { ...options, statements });
const good = spanOf({ name: 'good' });

/** Decodes what may be anything: rows that read back, or a refusal that is documented. */
function survives(decode: (bytes: Uint8Array) => Decoded, bytes: Uint8Array): Decoded | undefined {
  try {
    const decoded = decode(bytes);
    for (const batch of decoded.batches) expect(nativeRows(batch.encode())).toHaveLength(batch.rows);
    return decoded;
  } catch (error) {
    expect(error).toBeInstanceOf(VitalfewError);
    expect((error as VitalfewError).code).toBe('bad_request');
    return undefined;
  }
}

function names(decoded: Decoded): unknown[] {
  return decoded.batches.flatMap((batch) => nativeRows(batch.encode())).map((row) => row.name);
}

/** A field on the wire: its bytes as given, so that it may be wrong. */
function raw(field: number, content: Uint8Array): Buffer {
  const length =
    content.length < 128 ? [content.length] : [(content.length & 127) | 128, content.length >> 7];
  return Buffer.concat([Buffer.from([field * 8 + 2, ...length]), content]);
}

/** A request that holds these Span messages, given as bytes, among good ones. */
function requestWith(span: Uint8Array): Buffer {
  const bytesOf = (plain: object) => {
    const whole = encode(TRACES, { resourceSpans: [{ scopeSpans: [{ spans: [plain] }] }] });
    return whole.subarray(whole.length - whole[whole.indexOf(0x12, 4) + 1]!);
  };
  const goodSpan = bytesOf(good);
  return raw(1, raw(2, Buffer.concat([raw(2, goodSpan), raw(2, span), raw(2, goodSpan)])));
}

describe('a message that is cut', () => {
  test('at any byte is refused whole, or is whole', () => {
    const bytes = traceBytes([good, spanOf({ attributes: attributesOf({ a: 'b', 'http.route': '/' }) })]);
    for (let length = 1; length < bytes.length; length++) {
      expect(() => traces(bytes.subarray(0, length))).toThrow(/not valid protobuf: .*, at byte \d+ of/);
    }
    expect(traces(bytes).tally.accepted).toBe(2);
  });

  test('and empty is a success without rows', () => {
    expect(traces(new Uint8Array(0))).toMatchObject({ batches: [], tally: { accepted: 0, rejected: 0 } });
  });
});

describe('garbled bytes', () => {
  const mutation = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { minLength: 1, maxLength: 6 });
  const mutate = (bytes: Uint8Array, changes: readonly (readonly [number, number])[]) => {
    const copy = Uint8Array.from(bytes);
    for (const [at, byte] of changes) copy[at % copy.length] = byte;
    return copy;
  };

  test.each([
    ['traces', arbitraryTraces, TRACES, traces],
    ['logs', arbitraryLogs, LOGS, (bytes: Uint8Array) => decodeLogs(bytes, options)],
    [
      'metrics',
      arbitraryMetrics,
      METRICS,
      (bytes: Uint8Array) => decodeMetrics(bytes, { ...options, register: new SeriesRegister() }),
    ],
  ] as const)('in %s leave readable rows or a refusal', (_, requests, codec, decode) => {
    fc.assert(
      fc.property(requests, mutation, (request, changes) => {
        const bytes = encode(codec, request);
        if (bytes.length > 0) survives(decode, mutate(bytes, changes));
      }),
      { numRuns: 1000 },
    );
  });

  test('of any kind leave readable rows or a refusal', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => void survives(traces, bytes)),
      { numRuns: 2000 },
    );
  });

  test('within one span cost that span alone', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
        const decoded = traces(requestWith(bytes));
        expect(names(decoded).filter((name) => name === 'good').length).toBeGreaterThanOrEqual(2);
        expect(decoded.tally.accepted + decoded.tally.rejected).toBe(3);
      }),
      { numRuns: 1000 },
    );
  });

  test('of every field with a foreign wire type reject the span and say where', () => {
    for (let field = 1; field <= 16; field++) {
      for (const wireType of [0, 1, 2, 5]) {
        const decoded = traces(
          requestWith(Buffer.from([...varint(field * 8 + wireType), 1, 0, 0, 0, 0, 0, 0, 0])),
        );
        expect(names(decoded)).toEqual(['good', 'good']);
        expect(decoded.tally.rejected).toBe(1);
      }
    }
    expect(traces(requestWith(Buffer.from([8, 1]))).tally.reasons[0]?.reason).toMatch(
      /field 1 has wire type 0, at byte \d+/,
    );
  });

  test('in a resource cost the spans of that resource alone', () => {
    const broken = raw(1, Buffer.concat([raw(1, Buffer.from([8, 1])), raw(2, raw(2, Buffer.from([0])))]));
    const decoded = traces(Buffer.concat([traceBytes([good]), broken]));
    expect(names(decoded)).toEqual(['good']);
    expect(decoded.tally.reasons).toEqual([{ reason: 'its resource is malformed', count: 1 }]);
  });

  test('by the million end in a refusal, not in a hang', () => {
    const bad = raw(2, Buffer.from([8, 1]));
    const spans = Buffer.concat(Array.from({ length: 200_000 }, () => bad));
    const length = (size: number) => Buffer.from(varint(size));
    const scope = Buffer.concat([Buffer.from([0x12]), length(spans.length), spans]);
    const message = Buffer.concat([Buffer.from([0x0a]), length(scope.length), scope]);
    expect(() => traces(message)).toThrow(/More than 10000 items/);
  });
});

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...varint(value >>> 7)];
}

describe('a span that cannot be stored is counted with its reason', () => {
  const second = 1_000_000_000n;
  const now = BigInt(NOW_MS) * 1_000_000n;
  test.each([
    ['trace_id is not', { traceId: Buffer.alloc(16) }],
    ['trace_id is not', { traceId: Buffer.alloc(8, 1) }],
    ['trace_id is not', { traceId: Buffer.alloc(0) }],
    ['span_id is not', { spanId: Buffer.alloc(8) }],
    ['span_id is not', { spanId: Buffer.alloc(16, 1) }],
    ['parent_span_id is not', { parentSpanId: Buffer.alloc(3, 1) }],
    ['start_time_unix_nano is missing', { startTimeUnixNano: '0' }],
    ['start_time_unix_nano is older', { startTimeUnixNano: String(now - 15n * 86_400n * second) }],
    ['start_time_unix_nano lies in the future', { startTimeUnixNano: String(now + 3700n * second) }],
    ['start_time_unix_nano lies in the future', { startTimeUnixNano: String(2n ** 64n - 1n) }],
    ['end_time_unix_nano lies in the future', { endTimeUnixNano: String(2n ** 64n - 1n) }],
  ])('%s', (reason, fields) => {
    const decoded = traces(
      traceBytes([good, spanOf({ attributes: attributesOf({ a: 'b' }), ...fields }), good]),
    );
    expect(names(decoded)).toEqual(['good', 'good']);
    expect(decoded.tally.rejected).toBe(1);
    expect(decoded.tally.reasons[0]?.reason).toContain(reason);
  });
});

describe('what can be mended is kept', () => {
  const rowOf = (span: object): Row => {
    const decoded = traces(traceBytes([span]));
    expect(decoded.tally.rejected).toBe(0);
    return nativeRows(decoded.batches[0]!.encode())[0]!;
  };

  test('an end before the start is a duration of 0', () => {
    expect(rowOf(spanOf({ endTimeUnixNano: '5' }))).toMatchObject({ duration_ns: 0n, repeat_busy_ns: 0n });
  });

  test('invalid UTF-8 becomes U+FFFD', () => {
    const bytes = traceBytes([
      spanOf({ name: 'x@@y', attributes: attributesOf({ key: `v@@w${'long '.repeat(20)}` }) }),
    ]);
    for (let at = bytes.indexOf('@@'); at >= 0; at = bytes.indexOf('@@')) bytes.set([0xc3, 0x28], at);
    const row = nativeRows(traces(bytes).batches[0]!.encode())[0]!;
    expect(row.name).toBe('x\u{fffd}(y');
    expect(row.attributes).toEqual([['key', `v\u{fffd}(w${'long '.repeat(20)}`]]);
  });

  test('of 100,000 attributes the first 1,024 stay and the rest are counted', () => {
    const many = Object.fromEntries(Array.from({ length: 100_000 }, (_, i) => [`k${i}`, i]));
    const { attributes } = rowOf(spanOf({ attributes: attributesOf(many), droppedAttributesCount: 3 }));
    expect(attributes).toHaveLength(1025);
    expect((attributes as string[][])[1023]).toEqual(['k1023', '1023']);
    expect((attributes as string[][])[1024]).toEqual([
      'otel.dropped_attributes_count',
      String(100_000 - 1024 + 3),
    ]);
  });

  test('long keys and values are cut between characters', () => {
    const [[key, value]] = rowOf(
      spanOf({ attributes: attributesOf({ ['é'.repeat(300)]: `a${'é'.repeat(20_000)}` }) }),
    ).attributes as [[string, string]];
    expect(key).toBe('é'.repeat(128));
    expect(value).toBe(`a${'é'.repeat(16_383)}`);
  });

  test('of too many events and links the first thousand stay', () => {
    const link = { traceId: Buffer.alloc(16, 1), spanId: Buffer.alloc(8, 1) };
    const row = rowOf(
      spanOf({ events: Array(1500).fill({ name: 'e' }), links: [{}, ...Array(1200).fill(link)] }),
    );
    expect(row['events.name']).toHaveLength(1000);
    expect(row['links.span_id']).toHaveLength(999);
    expect(row.attributes).toEqual([
      ['otel.dropped_events_count', '500'],
      ['otel.dropped_links_count', '202'],
    ]);
  });

  test('values nested without end are cut', () => {
    let value: object = { stringValue: 'deep' };
    for (let i = 0; i < 60; i++) value = { arrayValue: { values: [value] } };
    const [[, text]] = rowOf(spanOf({ attributes: [{ key: 'deep', value }] })).attributes as [
      [string, string],
    ];
    expect(text).toBe(`${'['.repeat(16)}null${']'.repeat(16)}`);
  });
});

describe('memory', () => {
  test('a resource that would be copied into every row is cut to its limit', () => {
    const fat = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`k${i}`, 'x'.repeat(1000)]));
    const request = {
      resourceSpans: [{ resource: { attributes: attributesOf(fat) }, scopeSpans: [{ spans: [good] }] }],
    };
    const row = nativeRows(traces(encode(TRACES, request)).batches[0]!.encode())[0]!;
    const kept = row.resource_attributes as string[][];
    expect(kept.at(-1)).toEqual(['otel.dropped_attributes_count', String(100 - (kept.length - 1))]);
    expect(JSON.stringify(kept).length).toBeLessThan(20_000);
  });

  test('empty resources and scopes by the million are refused before they are read', () => {
    const resources = Buffer.alloc(4_000_000, Buffer.from([0x0a, 0]));
    const scopes = Buffer.alloc(4_000_000, Buffer.from([0x12, 0]));
    const inResource = Buffer.concat([Buffer.from([0x0a]), Buffer.from(varint(scopes.length)), scopes]);
    for (const message of [resources, inResource]) {
      expect(() => traces(message)).toThrow(/more than 50000 resources and scopes/);
    }
    expect(traces(resources.subarray(0, 100_000)).tally).toMatchObject({ accepted: 0, rejected: 0 });
  });

  test('a message that unfolds beyond the limit is refused', () => {
    const request = requestOf(Array(1000).fill(good));
    const limits = { ...DEFAULT_LIMITS, decodedBytes: 100_000 };
    expect(() => decodeTraces(encode(TRACES, request), { limits, nowMs: NOW_MS, statements })).toThrow(
      expect.objectContaining({ code: 'too_large' }),
    );
  });
});

describe('hostile JSON', () => {
  const json = (text: string) => traces(transcodeJson(Buffer.from(text), TRACE_REQUEST));

  test.each(['', '{', '[]', '1', 'null', '"x"', '{"resourceSpans":[', '\u{0}'])('%j is refused', (text) => {
    expect(() => json(text)).toThrow(expect.objectContaining({ code: 'bad_request' }));
  });

  test('a value of the wrong type costs its span alone', () => {
    const bad = [
      { traceId: 5 },
      { traceId: 'zz' },
      { name: {} },
      { attributes: 'x' },
      { startTimeUnixNano: 'soon' },
      { kind: 'SPAN_KIND_X' },
      { status: [] },
    ];
    for (const fields of bad) {
      const request = toJson(requestOf([good, good])) as {
        resourceSpans: [{ scopeSpans: [{ spans: object[] }] }];
      };
      request.resourceSpans[0].scopeSpans[0].spans.splice(1, 0, { ...(toJson(good) as object), ...fields });
      const decoded = json(JSON.stringify(request));
      expect(names(decoded)).toEqual(['good', 'good']);
      expect(decoded.tally.rejected).toBe(1);
    }
  });

  test('enums by name, numbers as numbers, names of the .proto file and unknown fields are taken', () => {
    const span = {
      trace_id: '0102030405060708090a0b0c0d0e0f10',
      span_id: '0102030405060708',
      kind: 'SPAN_KIND_SERVER',
      start_time_unix_nano: NOW_MS * 1e6,
      endTimeUnixNano: NOW_MS * 1e6,
      status: { code: 'STATUS_CODE_ERROR' },
      someday: [{ new: true }],
      attributes: null,
    };
    const decoded = json(
      JSON.stringify({ resource_spans: [{ scope_spans: [{ spans: [span] }], later: 1 }] }),
    );
    expect(nativeRows(decoded.batches[0]!.encode())[0]).toMatchObject({ kind: 2, status: 2, is_entry: true });
  });

  test('any value in any place leaves readable rows or a refusal', () => {
    const anywhere = fc.tuple(arbitraryTraces, fc.nat(), fc.jsonValue({ maxDepth: 3 }));
    fc.assert(
      fc.property(anywhere, ([request, place, value]) => {
        let at = 0;
        const text = JSON.stringify(toJson(request), (_, item: unknown) => {
          at++;
          return at - 1 === place % 60 ? value : item;
        });
        survives((bytes) => traces(transcodeJson(bytes, TRACE_REQUEST)), Buffer.from(text));
      }),
      { numRuns: 1000 },
    );
  });

  test.each(['{}', '[]', '0', '{"a":0}'])('%s by the million is refused before it is parsed', (value) => {
    const text = `{"resourceSpans":[${`${value},`.repeat(2_000_000)}${value}]}`;
    expect(() => json(text)).toThrow(expect.objectContaining({ code: 'too_large' }));
  });

  test('commas and brackets within text are no values', () => {
    const name = '{[,"\\'.repeat(1_000_000);
    const text = JSON.stringify(toJson(requestOf([spanOf({ name })])));
    expect(json(text).tally.accepted).toBe(1);
  });

  test('nesting without end neither overflows nor is kept', () => {
    const value = `${'{"arrayValue":{"values":['.repeat(50_000)}${']}}'.repeat(50_000)}`;
    const span = JSON.stringify(toJson(good)).replace(/\}$/, `,"attributes":[{"key":"k","value":${value}}]}`);
    const decoded = json(`{"resourceSpans":[{"scopeSpans":[{"spans":[${span}]}]}]}`);
    expect(names(decoded)).toEqual(['good']);
  });
});
