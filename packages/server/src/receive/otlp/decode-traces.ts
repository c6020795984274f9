import type { RecordBatch } from '../../record/batch.ts';
import { SpanBatch } from '../../record/span-batch.ts';
import type { StatementCache } from '../normalise/statement-cache.ts';
import { WireReader } from '../wire/wire-reader.ts';
import type { DecodeLimits } from './limits.ts';
import { walkMessage } from './message-walk.ts';
import { SpanReader } from './span-reader.ts';
import type { Tally } from './tally.ts';

/** Median size of a span on the wire, bytes: it only sizes the first buffers. */
const SPAN_BYTES = 250;

export interface DecodeOptions {
  readonly limits: DecodeLimits;
  readonly nowMs: number;
}

/** The rows of a message and what became of its items. */
export interface Decoded {
  /** Those that hold rows. */
  readonly batches: readonly RecordBatch[];
  readonly tally: Tally;
}

/**
 * Decodes an ExportTraceServiceRequest. Throws `VitalfewError`: `bad_request` with the byte offset where the
 * message as a whole is not valid, `too_large` where it unfolds beyond the limits. A span that cannot be
 * stored is counted in the tally and leaves no trace in the batch.
 */
export function decodeTraces(
  bytes: Uint8Array,
  options: DecodeOptions & { readonly statements: StatementCache },
): Decoded {
  const batch = new SpanBatch(Math.ceil(bytes.length / SPAN_BYTES));
  const spans = new SpanReader({ ...options, batch });
  const tally = walkMessage(new WireReader(bytes), spans, options.limits);
  return { batches: batch.rows > 0 ? [batch] : [], tally };
}
