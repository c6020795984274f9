import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiPaths, connectAnswer } from '@vitalfew/contract';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findTrace } from '../harness/find-trace.ts';
import { exportSpans, PROTOCOLS } from '../harness/otlp/export-traces.ts';
import {
  fieldsOfSpan,
  garbledSpan,
  type HandMadeSpan,
  nestedSpan,
  writtenSpan,
  wronglyTypedSpan,
} from '../harness/otlp/hand-made-span.ts';
import { type RunningServer, startServer } from '../harness/running-server.ts';

/** Spans that no SDK would send, each between two good ones of its trace: those are kept, whatever becomes of it. */

let folder: string;
let server: RunningServer;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vitalfew-spans-'));
  server = await startServer(join(folder, 'data'));
});

afterAll(async () => {
  await server?.stop();
  await rm(folder, { recursive: true, force: true });
});

type Make = (fields: ReturnType<typeof fieldsOfSpan>) => HandMadeSpan;

const FOREVER = String(2n ** 64n - 1n);
const IN_A_CENTURY = String(BigInt(Date.now()) * 1_000_000n + 100n * 31_557_600n * 1_000_000_000n);
const withFields = (other: object) => (fields: object) => writtenSpan({ ...fields, ...other });
const text = (key: string, stringValue: string) => ({ key, value: { stringValue } });

const REJECTED: readonly (readonly [what: string, make: Make, reason: RegExp])[] = [
  ['a start of 0', withFields({ startTimeUnixNano: '0' }), /start_time_unix_nano is missing/],
  [
    'a start in 1970',
    withFields({ startTimeUnixNano: '1' }),
    /start_time_unix_nano is older than the retention/,
  ],
  [
    'a start in a century',
    withFields({ startTimeUnixNano: IN_A_CENTURY }),
    /start_time_unix_nano lies in the future/,
  ],
  [
    'a start of 2^64-1',
    withFields({ startTimeUnixNano: FOREVER }),
    /start_time_unix_nano lies in the future/,
  ],
  ['an end of 2^64-1', withFields({ endTimeUnixNano: FOREVER }), /end_time_unix_nano lies in the future/],
  ['a trace id of 4 bytes', withFields({ traceId: Buffer.alloc(4, 1) }), /trace_id is not 16 bytes/],
  ['a span id of zeros', withFields({ spanId: Buffer.alloc(8) }), /span_id is not 8 bytes other than zero/],
  ['a parent of 3 bytes', withFields({ parentSpanId: Buffer.alloc(3, 1) }), /parent_span_id is not 8 bytes/],
  ['a name that is no text', wronglyTypedSpan, /field 5 has wire type 0, at byte \d+/],
];

describe.concurrent.each(PROTOCOLS)('over %s', (protocol) => {
  async function sendAmongGood(make: Make) {
    const traceId = randomBytes(16);
    const good = () => writtenSpan(fieldsOfSpan({ traceId }));
    const made = make(fieldsOfSpan({ traceId, name: 'odd' }));
    const outcome = await exportSpans(server, protocol, [good(), made, good()]);
    const spans = (await findTrace(server, traceId.toString('hex')))?.spans ?? [];
    expect(spans.filter((span) => span.name === 'good')).toHaveLength(2);
    return { outcome, odd: spans.filter((span) => span.name !== 'good') };
  }

  test.each(REJECTED)('a span with %s is rejected', async (_, make, reason) => {
    const { outcome, odd } = await sendAmongGood(make);
    expect(outcome).toMatchObject({ rejected: 1, message: expect.stringMatching(reason) });
    expect(odd).toEqual([]);
  });

  test('a span that ends before it starts took no time', async () => {
    const { outcome, odd } = await sendAmongGood(withFields({ endTimeUnixNano: '5' }));
    expect(outcome.rejected).toBe(0);
    expect(odd).toMatchObject([{ name: 'odd', durationMs: 0 }]);
  });

  test('of 100,000 attributes the first 1,024 are kept and the others counted', async () => {
    const attributes = Array.from({ length: 100_000 }, (_, i) => text(`key${i}`, `value ${i}`));
    const { outcome, odd } = await sendAmongGood(withFields({ attributes }));
    expect(outcome.rejected).toBe(0);
    expect(Object.keys(odd[0]!.attributes)).toHaveLength(1024 + 1);
    expect(odd[0]!.attributes).toMatchObject({
      key1023: 'value 1023',
      'otel.dropped_attributes_count': String(100_000 - 1024),
    });
  });

  test('bytes that are no UTF-8 become U+FFFD', async () => {
    const { outcome, odd } = await sendAmongGood((fields) =>
      garbledSpan({ ...fields, name: 'na@@me', attributes: [text('ke@@y', 'va@@lue')] }),
    );
    expect(outcome.rejected).toBe(0);
    expect(odd).toMatchObject([{ name: 'na\u{fffd}(me', attributes: { 'ke\u{fffd}(y': 'va\u{fffd}(lue' } }]);
  });

  test('lists within lists, 10,000 deep, are cut', async () => {
    const { outcome, odd } = await sendAmongGood((fields) => nestedSpan(fields, 10_000));
    expect(outcome.rejected).toBe(0);
    expect(odd[0]?.attributes.deep).toBe(`${'['.repeat(16)}null${']'.repeat(16)}`);
  });

  test('a batch without spans is taken', async () => {
    expect(await exportSpans(server, protocol, [])).toMatchObject({ rejected: 0, message: '' });
  });
});

test('the Connect page counts what was rejected and says why', async () => {
  const { receivers } = connectAnswer.parse(await server.get(apiPaths.connect));
  const sendings = { 'otlp-http': 2, 'otlp-grpc': 1 };
  for (const [name, times] of Object.entries(sendings)) {
    const { signals, refusals } = receivers.find((each) => each.name === name)!;
    expect(signals.find(({ signal }) => signal === 'traces')?.rejected).toBe(times * REJECTED.length);
    for (const [, , reason] of REJECTED)
      expect(refusals).toContainEqual(expect.objectContaining({ reason: expect.stringMatching(reason) }));
  }
});
