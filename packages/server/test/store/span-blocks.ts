import { ColumnBatch } from '../../src/record/column-batch.ts';
import { FixedColumn } from '../../src/record/fixed-column.ts';
import { StringColumn } from '../../src/record/string-column.ts';

/** Spans that are nothing but numbers: `duration_ns` counts them, so that each can be found again. */
class NumberedSpans extends ColumnBatch<'spans'> {
  readonly #time: FixedColumn;
  readonly #service: StringColumn;
  readonly #number: FixedColumn;

  constructor(timeType: string, rows: number) {
    super('spans');
    this.#time = new FixedColumn(timeType, 8, rows);
    this.#service = new StringColumn(rows * 8);
    this.#number = new FixedColumn('UInt64', 8, rows);
    this.lay([
      ['time', this.#time],
      ['service', this.#service],
      ['duration_ns', this.#number],
    ]);
  }

  add(number: number, timeMs: number): void {
    const timeNs = BigInt(timeMs) * 1_000_000n;
    this.#time.uint64(Number(timeNs & 0xffffffffn), Number(timeNs >> 32n));
    this.#service.text('shop');
    this.#number.count64(number);
    this.commit();
  }
}

/** Spans numbered `first`, `first + 1`, …; all other columns are left to their defaults. */
export function numberedSpans(first: number, count: number, timeMs = Date.now()): ColumnBatch<'spans'> {
  return filled(new NumberedSpans("DateTime64(9, 'UTC')", count), first, count, timeMs);
}

/** The same, but the engine refuses the block: nothing has such a type. */
export function refusedSpans(first: number, count: number): ColumnBatch<'spans'> {
  return filled(new NumberedSpans('IPv6Address', count), first, count, Date.now());
}

function filled(batch: NumberedSpans, first: number, count: number, timeMs: number): NumberedSpans {
  for (let i = 0; i < count; i++) batch.add(first + i, timeMs);
  return batch;
}
