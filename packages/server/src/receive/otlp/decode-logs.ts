import { LogBatch } from '../../record/log-batch.ts';
import { WireReader } from '../wire/wire-reader.ts';
import type { Decoded, DecodeOptions } from './decode-traces.ts';
import { LogReader } from './log-reader.ts';
import { walkMessage } from './message-walk.ts';

/** Median size of a record on the wire, bytes: it only sizes the first buffers. */
const RECORD_BYTES = 200;

/** Decodes an ExportLogsServiceRequest; refusals as in `decodeTraces`. */
export function decodeLogs(bytes: Uint8Array, options: DecodeOptions): Decoded {
  const batch = new LogBatch(Math.ceil(bytes.length / RECORD_BYTES));
  const tally = walkMessage(new WireReader(bytes), new LogReader({ ...options, batch }), options.limits);
  return { batches: batch.rows > 0 ? [batch] : [], tally };
}
