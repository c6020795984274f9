import type { SpanColumns } from './span-columns.ts';

/** Finds the local descendants of entries in spans of many traces. */
export class TraceIndex {
  readonly #spans: SpanColumns;
  /** Rows of each trace, by the trace id's bytes. */
  readonly #rowsOfTrace = new Map<string, number[]>();
  readonly #keyOfRow: string[];
  readonly #members = new Map<number, readonly number[]>();

  constructor(spans: SpanColumns) {
    this.#spans = spans;
    this.#keyOfRow = new Array<string>(spans.rows);
    const ids = Buffer.from(spans.traceId.buffer, spans.traceId.byteOffset, spans.traceId.byteLength);
    let key = '';
    for (let row = 0; row < spans.rows; row++) {
      const at = row * 16;
      // Spans of one trace come together, so most rows repeat the key of the row before.
      if (row === 0 || ids.compare(ids, at - 16, at, at, at + 16) !== 0)
        key = ids.toString('latin1', at, at + 16);
      this.#keyOfRow[row] = key;
      const rows = this.#rowsOfTrace.get(key);
      if (rows) rows.push(row);
      else this.#rowsOfTrace.set(key, [row]);
    }
  }

  /**
   * The entry and all spans below it in the same service down to the next entries. Spans of the service whose
   * ancestors are missing belong to its first entry.
   */
  localDescendants(entry: number): readonly number[] {
    const known = this.#members.get(entry);
    if (known) return known;
    this.#cutTrace(this.#rowsOfTrace.get(this.#keyOfRow[entry] ?? '') ?? [entry]);
    return this.#members.get(entry) ?? [entry];
  }

  #cutTrace(rows: readonly number[]): void {
    const { spanId, parentSpanId, isEntry, service } = this.#spans;
    const rowOfId = new Map<bigint, number>();
    for (const row of rows) rowOfId.set(spanId[row] ?? 0n, row);
    const owner = new Map<number, number>();
    const firstEntry = new Map<number, number>();
    for (const row of rows) {
      if (isEntry[row] === 0) continue;
      owner.set(row, row);
      const of = service.index[row] ?? 0;
      const first = firstEntry.get(of);
      if (first === undefined || (this.#spans.startNs[row] ?? 0n) < (this.#spans.startNs[first] ?? 0n))
        firstEntry.set(of, row);
    }
    const members = new Map<number, number[]>();
    for (const row of rows) if (isEntry[row] === 1) members.set(row, [row]);
    const way: number[] = [];
    for (const row of rows) {
      way.length = 0;
      let at: number | undefined = row;
      while (at !== undefined && !owner.has(at) && way.length <= rows.length) {
        way.push(at);
        at = rowOfId.get(parentSpanId[at] ?? 0n);
      }
      const found = (at === undefined ? undefined : owner.get(at)) ?? firstEntry.get(service.index[row] ?? 0);
      if (found === undefined) continue;
      for (const each of way) owner.set(each, found);
      const entry = owner.get(row);
      if (entry !== undefined && entry !== row) members.get(entry)?.push(row);
    }
    for (const [entry, list] of members) this.#members.set(entry, list);
  }
}
