import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nativeRows } from '../../test/native-rows.ts';
import { LogBatch } from './log-batch.ts';
import { HistogramBatch } from './metric-batch.ts';

const cell = fc.oneof(fc.string({ maxLength: 200 }), fc.string({ unit: 'binary', maxLength: 60 }));
const row = fc.record({
  body: cell,
  severity: fc.nat(255),
  time: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }),
  flags: fc.nat(0xffffffff),
  attributes: fc.array(fc.tuple(cell, cell), { maxLength: 4 }),
  isBad: fc.boolean(),
});

function append(
  batch: LogBatch,
  item: { body: string; severity: number; time: bigint; flags: number; attributes: [string, string][] },
): void {
  const zeros = new Uint8Array(16);
  batch.time.uint64(Number(item.time & 0xffffffffn), Number(item.time >> 32n));
  batch.observedTime.zero();
  for (const column of [batch.service, batch.environment, batch.version, batch.instance]) column.empty();
  for (const column of [batch.severityText, batch.eventName, batch.scope]) column.text('é');
  batch.severityNumber.uint8(item.severity);
  batch.body.text(item.body);
  batch.traceId.bytes(zeros, 0);
  batch.spanId.bytes(zeros, 0);
  batch.flags.uint32(item.flags);
  for (const [key, value] of item.attributes) batch.attributes.entry(key, value);
  batch.attributes.endRow();
  batch.resourceAttributes.endRow();
}

test('rows come back as they were written, and rows rolled back leave no trace', () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
      const batch = new LogBatch(1);
      for (const item of rows) {
        append(batch, item);
        if (item.isBad) batch.rollback();
        else batch.commit();
      }
      const kept = rows.filter((item) => !item.isBad);
      expect(batch.rows).toBe(kept.length);
      expect(nativeRows(batch.encode())).toMatchObject(
        kept.map(({ body, severity, time, flags, attributes }) => ({
          body,
          time,
          flags,
          attributes,
          severity_number: severity,
          severity_text: 'é',
        })),
      );
    }),
  );
});

test('a row broken off half-way is rolled back from the columns that it reached', () => {
  const batch = new HistogramBatch();
  batch.bounds.items.float64(1);
  batch.positiveCounts.items.uint64(1, 0);
  batch.count.uint64(7, 0);
  batch.min.append(3);
  batch.rollback();
  expect(nativeRows(batch.encode())).toEqual([]);
});

test('a column that a row forgot is told by name', () => {
  const batch = new LogBatch(1);
  batch.time.uint64(1, 0);
  batch.commit();
  expect(() => batch.encode()).toThrow('column observed_time has 0 rows in a block of 1');
});

test('untrusted text is cut between characters and mended', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 120 }), fc.integer({ min: 1, max: 130 }), (bytes, maxBytes) => {
      const batch = new LogBatch(1);
      append(batch, { body: '', severity: 0, time: 0n, flags: 0, attributes: [] });
      batch.rollback();
      batch.body.appendUntrusted(bytes, 0, bytes.length, maxBytes);
      const written = Buffer.alloc(batch.body.byteLength());
      batch.body.write(written, 0);
      const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(
        written.subarray(written[0]! < 128 ? 1 : 2),
      );
      const whole = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
      if (bytes.length <= maxBytes) expect(text).toBe(whole);
      else expect([...text].every((char) => char === '\u{fffd}' || whole.includes(char))).toBe(true);
    }),
  );
});
