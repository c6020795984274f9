import type { VitalfewError } from '../../src/error.ts';
import type { RecordBatch, RecordSink, RecordTable } from '../../src/record/batch.ts';
import { nativeRows, type Row } from '../native-rows.ts';

/** A sink that keeps the blocks as bytes and reads them back; it can be made to refuse or to wait. */
export class MemorySink implements RecordSink {
  /** Thrown by every `append` while it is set. */
  refusal: VitalfewError | Error | undefined;
  /** Awaited by every `append`. */
  gate: Promise<void> = Promise.resolve();
  /** Appends that wait at the gate. */
  waiting = 0;
  /** Appends that were refused. */
  refused = 0;
  readonly #blocks: { readonly table: RecordTable; readonly bytes: Uint8Array }[] = [];

  async append(batches: readonly RecordBatch[]): Promise<void> {
    this.waiting++;
    await this.gate;
    this.waiting--;
    if (this.refusal !== undefined) {
      this.refused++;
      throw this.refusal;
    }
    for (const batch of batches) this.#blocks.push({ table: batch.table, bytes: batch.encode() });
  }

  rows(table: RecordTable): Row[] {
    return this.#blocks.filter((block) => block.table === table).flatMap((block) => nativeRows(block.bytes));
  }

  clear(): void {
    this.#blocks.length = 0;
  }
}
