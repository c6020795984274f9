/** `ingested` as the last column of a block: its name, its type, then one Int64 of milliseconds a row. */
const COLUMN_HEAD = Buffer.from("\x08ingested\x14DateTime64(3, 'UTC')", 'latin1');

/**
 * A Native block with one more column, `ingested`, that has the same value in every row. The block starts with the
 * number of its columns and of its rows as varints, so only the first is changed and the column put at the end.
 */
export function stampBlock(block: Uint8Array, rows: number, ingestedMs: number): Uint8Array[] {
  const columns = block[0];
  if (columns === undefined || columns >= 0x7f) {
    throw new RangeError(`a block of ${columns ?? 0} columns cannot take one more`);
  }
  const values = new BigInt64Array(rows).fill(BigInt(ingestedMs));
  return [
    Uint8Array.of(columns + 1),
    block.subarray(1),
    COLUMN_HEAD,
    new Uint8Array(values.buffer, 0, values.byteLength),
  ];
}
