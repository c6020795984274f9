import { MetricBatch } from '../../record/metric-batch.ts';
import { WireReader } from '../wire/wire-reader.ts';
import type { Decoded, DecodeOptions } from './decode-traces.ts';
import { walkMessage } from './message-walk.ts';
import { MetricReader } from './metric-reader.ts';
import type { SeriesRegister } from './series-register.ts';

/** Median size of a data point on the wire, bytes: it only sizes the first buffers. */
const POINT_BYTES = 80;

export interface DecodedMetrics extends Decoded {
  /** Call once the batches are durable: their series need not be described again for a while. */
  readonly stored: () => void;
}

/** Decodes an ExportMetricsServiceRequest; refusals as in `decodeTraces`, counted by data point. */
export function decodeMetrics(
  bytes: Uint8Array,
  options: DecodeOptions & { readonly register: SeriesRegister },
): DecodedMetrics {
  const batch = new MetricBatch(Math.ceil(bytes.length / POINT_BYTES));
  const metrics = new MetricReader({ ...options, batch });
  const tally = walkMessage(new WireReader(bytes), metrics, options.limits);
  return {
    batches: batch.batches(),
    tally,
    stored: () => options.register.written(metrics.announced, Math.floor(options.nowMs / 1000)),
  };
}
